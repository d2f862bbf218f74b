/**
 * Training: a {@link org.resnet4j.train.Recipe} says how, the {@link org.resnet4j.train.Trainer}
 * does it, and a {@link org.resnet4j.train.RunFolder} keeps what came of it.
 */
@NullMarked
package org.resnet4j.train;

import org.jspecify.annotations.NullMarked;
