package org.resnet4j.data.named;

import org.resnet4j.data.SizedInput;

/** An input with its name in errors. */
public record NamedInput(String name, SizedInput.Opener opener) {}
