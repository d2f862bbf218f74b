/** Export of models to files for other programs, verified before they get their names. */
@NullMarked
package org.resnet4j.export;

import org.jspecify.annotations.NullMarked;
