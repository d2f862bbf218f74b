package org.resnet4j.arch.block;

import org.resnet4j.layer.Layer;

/**
 * A block as a function from the place where it stands to its layers. A block of your own is a
 * method of this shape; {@link Blocks} holds the published ones.
 */
@FunctionalInterface
public interface Block {
  /** The layers of the block that stands at {@code place}. */
  Layer at(Place place);
}
