package org.resnet4j.study;

import java.util.function.UnaryOperator;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.data.Dataset;
import org.resnet4j.torch.Initialization;

/**
 * A network that an experiment trains.
 *
 * @param name under which results are listed
 * @param model in the catalog
 * @param change of the model's default options
 * @param initialization of its weights
 */
public record Subject(
    String name, String model, UnaryOperator<Options> change, Initialization initialization) {

  /** A network as the catalog has it. */
  public static Subject of(String model) {
    return new Subject(model, model, UnaryOperator.identity(), Initialization.DEFAULT);
  }

  /** The same network under another name. */
  public Subject named(String value) {
    return new Subject(value, model, change, initialization);
  }

  /** With other options. */
  public Subject with(UnaryOperator<Options> value) {
    return new Subject(name, model, value, initialization);
  }

  /** With another initialisation. */
  public Subject startingWith(Initialization.Scheme scheme) {
    return new Subject(name, model, change, new Initialization(scheme, false));
  }

  /** The network for the images and classes of a data set. */
  public Architecture build(Catalog catalog, Dataset data) {
    return catalog.build(
        model,
        options ->
            change.apply(options).withInput(data.shape()).withClasses(data.classes().size()));
  }
}
