/** A model as a file for other programs, opened again and compared before it gets its name. */
@NullMarked
package org.resnet4j.export;

import org.jspecify.annotations.NullMarked;
