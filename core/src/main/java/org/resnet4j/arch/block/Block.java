package org.resnet4j.arch.block;

import org.resnet4j.layer.Layer;

/**
 * A block as a function from its place in the network to its layers. A custom block is a method of
 * this shape; {@link Blocks} holds the published ones.
 */
@FunctionalInterface
public interface Block {
  /** The layers of the block at {@code place}. */
  Layer at(Place place);
}
