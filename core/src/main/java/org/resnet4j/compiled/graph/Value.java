package org.resnet4j.compiled.graph;

import org.resnet4j.layer.Shape;

/**
 * A value passed from step to step, for each image of a batch.
 *
 * @param id unique in the graph
 * @param shape of the maps; a flattened value keeps the shape of its maps
 */
public record Value(int id, Shape shape) {}
