/** Random numbers that are a function of seed, purpose and position. */
@NullMarked
package org.resnet4j.random;

import org.jspecify.annotations.NullMarked;
