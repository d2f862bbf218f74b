/**
 * Rivals in processes of their own, which work in turns, and what every comparison says of them.
 */
@NullMarked
package org.resnet4j.bench.rival;

import org.jspecify.annotations.NullMarked;
