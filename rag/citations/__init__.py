"""Citations: built, addressed, styled, exported."""
