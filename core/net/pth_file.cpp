// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/pth_file.h"

#include "core/base/error.h"
#include "core/net/pickle_machine.h"
#include "core/net/zip_directory.h"

#include <caffe2/serialize/in_memory_adapter.h>
#include <caffe2/serialize/inline_container.h>

#include <cstring>
#include <fstream>
#include <iterator>

namespace duoscope {
namespace {

constexpr int kMaxNesting = 8;
constexpr int kMaxNames = 100'000;
/// Names may share their data (ReFusion stores each convolution under two); this often at most, on average.
constexpr std::uint64_t kMaxSharing = 8;

/// Gathers the tensors of nested dictionaries, within limits that no checkpoint comes near: dictionaries can share
/// their content, so a small file could name billions of tensors.
class Collector {
public:
    explicit Collector(std::uint64_t fileSize) : m_bytesLeft(kMaxSharing * fileSize) {}

    NamedTensors collect(const PickleValue& value)
    {
        visit(value, "", 0);
        return std::move(m_tensors);
    }

private:
    void visit(const PickleValue& value, const std::string& name, int depth)
    {
        if (depth > kMaxNesting)
            throw std::runtime_error("its dictionaries are nested too deeply");
        if (++m_visited > kMaxNames)
            throw std::runtime_error("it holds more than " + std::to_string(kMaxNames) + " names");
        if (const auto* tensor = std::get_if<torch::Tensor>(&value)) {
            if (tensor->nbytes() > m_bytesLeft)
                throw std::runtime_error("its tensors share their data beyond all measure");
            m_bytesLeft -= tensor->nbytes();
            if (!m_tensors.emplace(name, tensor->clone(torch::MemoryFormat::Contiguous)).second)
                throw std::runtime_error("the tensor \"" + name + "\" is there twice");
            return;
        }
        const auto* container = std::get_if<PickleContainer*>(&value);
        if (!container || (*container)->kind != PickleContainer::Kind::Dictionary)
            return;
        for (const auto& [key, item] : (*container)->entries)
            if (const auto* text = std::get_if<std::string>(&key))
                visit(item, name.empty() ? *text : name + "." + *text, depth + 1);
    }

    NamedTensors m_tensors;
    std::uint64_t m_bytesLeft;
    int m_visited = 0;
};

/// Hands out storages as long as all of them together are no longer than the file.
class StorageBudget {
public:
    explicit StorageBudget(std::uint64_t fileSize) : m_left(fileSize) {}

    /// Bytes of a storage.
    std::uint64_t take(const PickleStorage& storage)
    {
        const std::uint64_t size = torch::elementSize(storage.type);
        if (storage.elements < 0 || static_cast<std::uint64_t>(storage.elements) > m_left / size)
            throw std::runtime_error("its tensor data \"" + storage.key + "\" is longer than the file");
        m_left -= static_cast<std::uint64_t>(storage.elements) * size;
        return static_cast<std::uint64_t>(storage.elements) * size;
    }

private:
    std::uint64_t m_left;
};

NamedTensors readZip(const std::string& bytes)
{
    requireStoredEntries(bytes);
    caffe2::serialize::PyTorchStreamReader archive(
        std::make_unique<caffe2::serialize::MemoryReadAdapter>(bytes.data(), static_cast<off_t>(bytes.size())));
    StorageBudget budget(bytes.size());
    PickleMachine machine([&](const PickleStorage& storage) {
        const std::uint64_t expected = budget.take(storage);
        const auto [data, size] = archive.getRecord("data/" + storage.key);
        if (size != expected)
            throw std::runtime_error("its tensor data \"" + storage.key + "\" has " + std::to_string(size) +
                                     " bytes, not " + std::to_string(expected));
        torch::Tensor tensor = torch::empty({storage.elements}, storage.type);
        if (size > 0)
            std::memcpy(tensor.data_ptr(), data.get(), size);
        return tensor;
    });
    const auto [pickle, size] = archive.getRecord("data.pkl");
    return Collector(bytes.size()).collect(machine.run({static_cast<const char*>(pickle.get()), size}));
}

/// The format before PyTorch 1.6: pickles of a magic number, a version, the system, the object and the list of
/// storage keys, then for each key the number of elements and the raw data.
NamedTensors readLegacy(std::string_view bytes)
{
    const std::uint64_t fileSize = bytes.size();
    std::size_t used = 0;
    const PickleValue magic = PickleMachine().run(bytes, &used);
    static const std::string kMagic = "\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";
    const auto* number = std::get_if<PickleLongInteger>(&magic);
    if (!number || number->bytes != kMagic)
        throw std::runtime_error("it is neither a zip archive nor does it start with PyTorch's magic number");
    bytes.remove_prefix(used);
    for (int skipped = 0; skipped < 2; ++skipped) { // version and system
        PickleMachine().run(bytes, &used);
        bytes.remove_prefix(used);
    }

    std::map<std::string, torch::Tensor> storages;
    StorageBudget budget(bytes.size());
    PickleMachine machine([&](const PickleStorage& storage) {
        budget.take(storage);
        return storages[storage.key] = torch::zeros({storage.elements}, storage.type);
    });
    const PickleValue object = machine.run(bytes, &used);
    bytes.remove_prefix(used);
    PickleMachine keyMachine;
    const PickleValue keys = keyMachine.run(bytes, &used);
    bytes.remove_prefix(used);

    const auto* list = std::get_if<PickleContainer*>(&keys);
    if (!list || (*list)->kind != PickleContainer::Kind::List)
        throw std::runtime_error("the list of its tensor data is missing");
    std::size_t filled = 0;
    for (const PickleValue& key : (*list)->items) {
        const auto* name = std::get_if<std::string>(&key);
        const auto found = name ? storages.find(*name) : storages.end();
        std::int64_t elements = 0;
        if (found == storages.end() || bytes.size() < sizeof elements)
            throw std::runtime_error("its tensor data does not match its tensors");
        std::memcpy(&elements, bytes.data(), sizeof elements);
        bytes.remove_prefix(sizeof elements);
        torch::Tensor& tensor = found->second;
        if (elements != tensor.numel() || bytes.size() < tensor.nbytes())
            throw std::runtime_error("its tensor data ends too early");
        std::memcpy(tensor.data_ptr(), bytes.data(), tensor.nbytes());
        bytes.remove_prefix(tensor.nbytes());
        ++filled;
    }
    if (filled != storages.size())
        throw std::runtime_error("some of its tensor data is missing");
    return Collector(fileSize).collect(object);
}

} // namespace

NamedTensors readPth(const std::filesystem::path& file)
{
    try {
        std::error_code ignored;
        if (std::filesystem::is_directory(file, ignored))
            throw std::runtime_error("it is a directory");
        std::ifstream stream(file, std::ios::binary);
        if (!stream)
            throw std::runtime_error(std::filesystem::exists(file, ignored) ? "it can't be opened"
                                                                            : "there is no such file");
        if (!std::filesystem::is_regular_file(file, ignored))
            throw std::runtime_error("it is not a regular file");
        const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
        if (bytes.size() < 4)
            throw std::runtime_error("its " + std::to_string(bytes.size()) + " bytes are no checkpoint");
        const bool zip = bytes.starts_with("PK");
        if (!zip && bytes[0] != '\x80') // the first instruction of any pickle of protocol 2
            throw std::runtime_error(bytes.substr(8, 1) == "{"
                                         ? "it is a safetensors file, which needs no import"
                                         : "it is neither a zip archive nor does it start with PyTorch's magic number");
        NamedTensors tensors = zip ? readZip(bytes) : readLegacy(bytes);
        if (tensors.empty())
            throw std::runtime_error("it holds no named tensors");
        return tensors;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::Model, "Cannot import " + file.string(), "memory ran out", "Close other programs");
    } catch (const c10::Error& problem) {
        throw Error(ErrorKind::Model, "Cannot import " + file.string(),
                    std::string("its archive is damaged: ") + problem.what_without_backtrace(),
                    "Copy or download the checkpoint again");
    } catch (const std::exception& problem) {
        throw Error(ErrorKind::Model, "Cannot import " + file.string(), problem.what(),
                    "Give a checkpoint that torch.save wrote from state dictionaries");
    }
}

} // namespace duoscope
