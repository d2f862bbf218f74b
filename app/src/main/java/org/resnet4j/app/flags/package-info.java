/** Groups of flags that commands share, and the checks that go with them. */
@NullMarked
package org.resnet4j.app.flags;

import org.jspecify.annotations.NullMarked;
