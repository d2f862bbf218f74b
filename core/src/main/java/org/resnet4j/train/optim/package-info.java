/** Optimizers and learning-rate schedules. */
@NullMarked
package org.resnet4j.train.optim;

import org.jspecify.annotations.NullMarked;
