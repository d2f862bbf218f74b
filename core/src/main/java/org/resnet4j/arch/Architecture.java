package org.resnet4j.arch;

import org.resnet4j.arch.block.Options;
import org.resnet4j.layer.Layer;

/**
 * A complete network: its name in the catalog, the options it was built with, and its layers from
 * an image batch {@code [n, c, h, w]} to logits {@code [n, classes]}. Name and options suffice to
 * rebuild it, so files store just these two.
 */
public record Architecture(String name, Options options, Layer layers) {}
