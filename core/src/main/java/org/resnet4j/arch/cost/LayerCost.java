package org.resnet4j.arch.cost;

import org.resnet4j.layer.Shape;

/**
 * One layer.
 *
 * @param name its parameters' name, or its place and kind
 * @param kind for example {@code conv 3x3/2}
 * @param output the shape of its output
 * @param parameters the number of trainable values
 * @param multiplyAdds for one image; 0 except for convolutions and linear layers
 * @param auxiliary whether it belongs to a side classifier
 */
public record LayerCost(
    String name,
    String kind,
    Shape output,
    long parameters,
    long multiplyAdds,
    boolean auxiliary) {}
