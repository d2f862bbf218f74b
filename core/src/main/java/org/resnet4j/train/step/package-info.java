/** One training step: from the shards of a batch to updated weights. */
@NullMarked
package org.resnet4j.train.step;

import org.jspecify.annotations.NullMarked;
