/** Groups of flags that commands share, and their checks. */
@NullMarked
package org.resnet4j.app.flags;

import org.jspecify.annotations.NullMarked;
