package org.resnet4j.report;

/**
 * A key figure, shown large at the top of a page.
 *
 * @param label the name: {@code top-1}
 * @param value as shown: {@code 90.6}
 * @param unit {@code %}, or empty
 */
public record KeyFigure(String label, String value, String unit) {}
