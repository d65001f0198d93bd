"""The signatures of other libraries over this one, for programs that come from them."""
