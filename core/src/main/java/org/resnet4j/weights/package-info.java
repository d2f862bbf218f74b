/** Files of weights, in and out. */
@NullMarked
package org.resnet4j.weights;

import org.jspecify.annotations.NullMarked;
