package org.resnet4j.data;

/** Something to read, with the name that errors should give it. */
record NamedInput(String name, SizedInput.Opener opener) {}
