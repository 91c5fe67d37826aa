//! All tests through the public surface, in one program.
