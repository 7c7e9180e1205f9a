// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace duoscope {

struct PickleContainer;

/// A class or function by name, as a pickle mentions it.
struct PickleGlobal {
    std::string module;
    std::string name;
};

/// An integer too long for 64 bits: its little-endian bytes.
struct PickleLongInteger {
    std::string bytes;
};

/// Marks the start of a group of values on the stack.
struct PickleMark {};

/// A value in a pickle. Containers belong to the machine that made them, so that neither a cycle nor deep nesting in
/// a hostile file can do harm.
using PickleValue = std::variant<std::monostate, bool, std::int64_t, double, std::string, PickleLongInteger,
                                 PickleGlobal, PickleMark, torch::Tensor, PickleContainer*>;

/// A tuple, list or dictionary.
struct PickleContainer {
    enum class Kind { Tuple, List, Dictionary };
    Kind kind = Kind::Tuple;
    std::vector<PickleValue> items;                           ///< of a tuple or list
    std::vector<std::pair<PickleValue, PickleValue>> entries; ///< of a dictionary, in order
};

/// A run of numbers on disk, as a persistent id names it.
struct PickleStorage {
    torch::ScalarType type = torch::kFloat32;
    std::string key;
    std::int64_t elements = 0;
};

/// Interprets the pickles in PyTorch checkpoints: dictionaries and lists of tensors and plain values, protocol 2.
/// It executes nothing: the only names it accepts are those of ordered dictionaries, tensors and storages.
class PickleMachine {
public:
    /// Gives the one-dimensional tensor with a storage's numbers; may be filled later, until the tensors are used.
    using StorageLoader = std::function<torch::Tensor(const PickleStorage&)>;

    explicit PickleMachine(StorageLoader loader = {});

    /// Runs one pickle from the start of the bytes to its STOP.
    /// @param used  where not null, receives the number of bytes read
    /// Tensors in the result are views of their storages.
    /// Throws std::runtime_error whose text is a reason fit for an Error.
    PickleValue run(std::string_view bytes, std::size_t* used = nullptr);

private:
    PickleContainer* make(PickleContainer::Kind kind, std::vector<PickleValue> items = {});
    PickleValue pop();
    std::vector<PickleValue> popToMark();
    PickleContainer* top(PickleContainer::Kind kind);
    void setItems(std::vector<PickleValue> flat);
    PickleValue call(const PickleValue& function, const PickleValue& arguments);
    PickleValue load(const PickleValue& persistentId);

    StorageLoader m_loader;
    std::deque<PickleContainer> m_containers;
    std::map<std::string, torch::Tensor> m_loaded; ///< by key
    std::size_t m_copiedText = 0;                  ///< bytes of texts that were kept or recalled
    std::size_t m_instructions = 0;                ///< of all runs
    std::vector<PickleValue> m_stack;
    std::map<std::uint32_t, PickleValue> m_memo;
};

} // namespace duoscope
