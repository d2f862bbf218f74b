/**
 * Charts and the self-contained HTML page.
 *
 * <p>A {@link org.resnet4j.report.Page} is one file without external resources, readable on light
 * and dark screens, on a phone and on paper. Its charts are SVG whose colours follow the page;
 * saved by themselves they are plain SVG files for a paper or slides.
 */
@NullMarked
package org.resnet4j.report;

import org.jspecify.annotations.NullMarked;
