/** Training steps of the same network in ResNet4J, on bare libtorch and in DJL. */
@NullMarked
package org.resnet4j.bench.training;

import org.jspecify.annotations.NullMarked;
