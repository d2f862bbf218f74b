package org.resnet4j.data.named;

import org.resnet4j.data.SizedInput;

/** Something to read, with the name that errors should give it. */
public record NamedInput(String name, SizedInput.Opener opener) {}
