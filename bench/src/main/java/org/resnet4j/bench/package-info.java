/**
 * Benchmarks of the same work against other libraries: each rival in a separate process, in turns.
 */
@NullMarked
package org.resnet4j.bench;

import org.jspecify.annotations.NullMarked;
