package org.resnet4j.arch.cost;

import org.resnet4j.layer.Shape;

/**
 * One layer.
 *
 * @param name its parameters' name, or the place where it stands and its kind
 * @param kind what it does, for example {@code conv 3x3/2}
 * @param output the shape of what leaves it
 * @param parameters how many values training changes
 * @param multiplyAdds for one image; 0 but for convolutions and linear layers
 * @param auxiliary whether it belongs to a side classifier
 */
public record LayerCost(
    String name,
    String kind,
    Shape output,
    long parameters,
    long multiplyAdds,
    boolean auxiliary) {}
