/** The experiments, one file each. A new one is a file here and a line in {@code Experiments}. */
@NullMarked
package org.resnet4j.study.experiments;

import org.jspecify.annotations.NullMarked;
