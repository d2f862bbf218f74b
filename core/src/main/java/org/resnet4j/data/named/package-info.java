/** The data sets that have names, and the list of them. */
@NullMarked
package org.resnet4j.data.named;

import org.jspecify.annotations.NullMarked;
