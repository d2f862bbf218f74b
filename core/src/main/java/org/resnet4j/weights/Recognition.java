package org.resnet4j.weights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Catalog;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.TensorMap;

/**
 * Finds the network of a catalog that tensors belong to, from their names and shapes alone. They
 * may belong to a nested module, identified by the prefix of their names, beside unrelated tensors;
 * inside the module, all must belong to the network, or replace its head.
 */
public final class Recognition {
  /** The maximum nesting of modules. */
  private static final int MOST_NESTED = 4;

  /** The maximum number of modules tried. */
  private static final int MOST_TRIED = 64;

  /** One convolution less than the smallest networks. */
  private static final int FEWEST_KERNELS = 6;

  private final TensorMap tensors;
  private final Catalog catalog;
  private final @Nullable String model;
  private final List<Found> found = new ArrayList<>();

  /**
   * The mismatches of the whole and of modules that are most of it: to explain why nothing matches.
   */
  private final List<CatalogSearch> failed = new ArrayList<>();

  private int tried;

  private Recognition(TensorMap tensors, Catalog catalog, @Nullable String model) {
    this.tensors = tensors;
    this.catalog = catalog;
    this.model = model;
  }

  /**
   * Tensors of a module that may be a network.
   *
   * @param path the names of its enclosing modules, and its own
   * @param names of the tensors by their torchvision names
   */
  private record Candidate(List<String> path, Origin origin, Map<String, String> names) {}

  private record Found(Candidate module, CatalogSearch.Match match) {
    int size() {
      return module.names().size() - match.foreign().size();
    }
  }

  /**
   * Finds the network.
   *
   * @param model its name in the catalog if known, otherwise null
   * @throws FormatException if no network, or not the named one, has these tensors: the message
   *     lists the differences from the nearest. Also if they hold several networks and the choice
   *     is ambiguous.
   */
  public static Recognised of(TensorMap tensors, Catalog catalog, @Nullable String model) {
    Recognition recognition = new Recognition(tensors, catalog, model);
    recognition.search(List.of(), List.copyOf(tensors.asMap().keySet()), true);
    return recognition.choose();
  }

  /** Tries a module, and if it is no network, those inside it. */
  private void search(List<String> path, List<String> names, boolean most) {
    tried++;
    int prefix = path.stream().mapToInt(name -> name.length() + 1).sum();
    Candidate candidate = candidate(path, names.stream().map(n -> n.substring(prefix)).toList());
    CatalogSearch search = new CatalogSearch(catalog, shapes(candidate), model);
    Optional<CatalogSearch.Match> match = search.match();
    if (match.isPresent()) {
      found.add(new Found(candidate, match.get()));
      return;
    }
    if (most) {
      failed.add(search);
    }
    if (path.size() == MOST_NESTED) {
      return;
    }
    Map<String, List<String>> children =
        names.stream()
            .filter(name -> name.indexOf('.', prefix) >= 0)
            .collect(
                Collectors.groupingBy(
                    name -> name.substring(prefix, name.indexOf('.', prefix)),
                    LinkedHashMap::new,
                    Collectors.toList()));
    for (Map.Entry<String, List<String>> child : children.entrySet()) {
      List<String> inside = child.getValue();
      if (tried < MOST_TRIED && kernels(inside) >= FEWEST_KERNELS) {
        List<String> longer = new ArrayList<>(path);
        longer.add(child.getKey());
        search(List.copyOf(longer), inside, most && 2 * inside.size() > names.size());
      }
    }
  }

  private long kernels(List<String> names) {
    return names.stream().filter(name -> tensors.get(name).dim() == 4).count();
  }

  private static Candidate candidate(List<String> path, List<String> inside) {
    Origin origin = Origin.of(Set.copyOf(inside));
    String prefix = prefix(path);
    Map<String, String> names = new LinkedHashMap<>();
    for (String name : inside) {
      if (names.put(origin.rename(name), prefix + name) != null) {
        throw new FormatException(
            "there are two tensors that torchvision would call " + origin.rename(name));
      }
    }
    return new Candidate(path, origin, names);
  }

  private static String prefix(List<String> path) {
    return path.stream().map(name -> name + ".").collect(Collectors.joining());
  }

  private Map<String, List<Integer>> shapes(Candidate module) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      module
          .names()
          .forEach(
              (name, original) ->
                  shapes.put(
                      name,
                      HostMemory.shape(tensor(module.origin(), name, tensors.get(original)))));
    }
    return shapes;
  }

  /** A tensor in torchvision's shape: a convolution over the whole map is a linear layer. */
  private static Tensor tensor(Origin origin, String name, Tensor tensor) {
    boolean linear = origin == Origin.TIMM && name.startsWith("classifier.") && tensor.dim() == 4;
    return linear ? tensor.flatten(1, 3) : tensor;
  }

  private Recognised choose() {
    if (found.isEmpty()) {
      throw failed.stream()
          .max(Comparator.comparingLong(CatalogSearch::likeness))
          .orElseThrow()
          .difference();
    }
    int size = found.stream().mapToInt(Found::size).max().orElseThrow();
    List<List<String>> largest =
        found.stream()
            .filter(each -> each.size() == size)
            .map(each -> each.module().path())
            .toList();
    NetworkChoice choice = NetworkChoice.of(largest, null);
    Found chosen =
        found.stream()
            .filter(each -> each.module().path().equals(choice.path()))
            .findFirst()
            .orElseThrow();
    Set<String> leftOut = new LinkedHashSet<>(tensors.asMap().keySet());
    TensorMap own = new TensorMap();
    try (PointerScope scope = new PointerScope()) {
      chosen
          .module()
          .names()
          .forEach(
              (name, original) -> {
                if (!chosen.match().foreign().contains(name)) {
                  own.put(name, tensor(chosen.module().origin(), name, tensors.get(original)));
                  leftOut.remove(original);
                }
              });
    }
    return new Recognised(
        chosen.match().network(),
        chosen.module().origin(),
        own,
        prefix(choice.path()),
        chosen.match().hasHead(),
        List.copyOf(leftOut));
  }
}
