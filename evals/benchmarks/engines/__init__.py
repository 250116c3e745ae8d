"""Sanad and others behind one interface, each in a process of its own (`worker`)."""
