/** The named data sets and their list. */
@NullMarked
package org.resnet4j.data.named;

import org.jspecify.annotations.NullMarked;
