/** One step of training: shards of a batch to changed weights. */
@NullMarked
package org.resnet4j.train.step;

import org.jspecify.annotations.NullMarked;
