/** What the command {@code resnet} costs before it answers. */
@NullMarked
package org.resnet4j.bench.startup;

import org.jspecify.annotations.NullMarked;
