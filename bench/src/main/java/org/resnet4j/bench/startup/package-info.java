/** The start-up cost of the command {@code resnet}. */
@NullMarked
package org.resnet4j.bench.startup;

import org.jspecify.annotations.NullMarked;
