// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/safetensors.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <array>
#include <bit>
#include <fstream>
#include <utility>

namespace duoscope {
namespace {

static_assert(std::endian::native == std::endian::little, "the data is copied as it lies, little-endian");

/// The limit of the format's reference implementation.
constexpr std::uint64_t kMaxHeaderSize = 100'000'000;

const std::pair<const char*, torch::ScalarType> kTypes[] = {
    {"F32", torch::kFloat32}, {"F16", torch::kFloat16}, {"BF16", torch::kBFloat16}, {"F64", torch::kFloat64},
    {"I64", torch::kInt64},   {"I32", torch::kInt32},   {"I16", torch::kInt16},     {"I8", torch::kInt8},
    {"U8", torch::kUInt8},    {"BOOL", torch::kBool}};

torch::ScalarType scalarType(const std::string& name)
{
    for (const auto& [known, type] : kTypes)
        if (name == known)
            return type;
    throw std::runtime_error("the type \"" + name + "\" is not known");
}

std::string typeName(torch::ScalarType type)
{
    for (const auto& [name, known] : kTypes)
        if (type == known)
            return name;
    throw std::runtime_error(std::string("the type ") + torch::toString(type) + " can't be stored");
}

Error cannotRead(const std::filesystem::path& file, const std::string& why)
{
    return Error(ErrorKind::Model, "Cannot read the weight file " + file.string(), why,
                 "Copy or make the file again; Duoscope reads safetensors files");
}

class Reader {
public:
    explicit Reader(const std::filesystem::path& file) : m_stream(file, std::ios::binary)
    {
        std::error_code ignored;
        if (std::filesystem::is_directory(file, ignored))
            throw std::runtime_error("it is a directory");
        if (!m_stream)
            throw std::runtime_error(std::filesystem::exists(file, ignored) ? "it can't be opened"
                                                                            : "there is no such file");
        if (!std::filesystem::is_regular_file(file, ignored))
            throw std::runtime_error("it is not a regular file");
        const std::uint64_t size = std::filesystem::file_size(file);
        std::array<unsigned char, 8> lengthBytes{};
        if (size < lengthBytes.size() ||
            !m_stream.read(reinterpret_cast<char*>(lengthBytes.data()), lengthBytes.size()))
            throw std::runtime_error("its " + std::to_string(size) + " bytes are too few for a header");
        if (lengthBytes[0] == 'P' && lengthBytes[1] == 'K')
            throw std::runtime_error(
                "it is a zip archive, as PyTorch checkpoints are; duoscope-cli import converts them");
        std::uint64_t length = 0;
        for (std::size_t i = 0; i < lengthBytes.size(); ++i)
            length |= static_cast<std::uint64_t>(lengthBytes[i]) << (8 * i);
        if (length > size - lengthBytes.size())
            throw std::runtime_error("its header should have " + std::to_string(length) +
                                     " bytes, but the file ends after " + std::to_string(size) +
                                     "; it is cut off or no safetensors file");
        if (length > kMaxHeaderSize)
            throw std::runtime_error("its header of " + std::to_string(length) + " bytes is over the format's limit");
        std::string json(length, '\0');
        if (!m_stream.read(json.data(), static_cast<std::streamsize>(length)))
            throw std::runtime_error("its header can't be read");
        m_header = parseSafetensorsHeader(json, size - lengthBytes.size() - length);
        m_dataStart = lengthBytes.size() + length;
    }

    const SafetensorsHeader& header() const { return m_header; }

    torch::Tensor read(const TensorEntry& entry)
    {
        torch::Tensor tensor = torch::empty(entry.shape, scalarType(entry.type));
        m_stream.seekg(static_cast<std::streamoff>(m_dataStart + entry.begin));
        const auto bytes = static_cast<std::streamsize>(entry.end - entry.begin);
        if (bytes > 0 && !m_stream.read(static_cast<char*>(tensor.data_ptr()), bytes))
            throw std::runtime_error("its data can't be read");
        return tensor;
    }

private:
    std::ifstream m_stream;
    SafetensorsHeader m_header;
    std::uint64_t m_dataStart = 0;
};

} // namespace

SafetensorsHeader readSafetensorsHeader(const std::filesystem::path& file)
{
    try {
        return Reader(file).header();
    } catch (const std::exception& problem) {
        throw cannotRead(file, problem.what());
    }
}

WeightFile readSafetensors(const std::filesystem::path& file)
{
    try {
        Reader reader(file);
        WeightFile content;
        content.metadata = reader.header().metadata;
        for (const auto& [name, entry] : reader.header().tensors)
            content.tensors.emplace(name, reader.read(entry));
        return content;
    } catch (const std::exception& problem) {
        throw cannotRead(file, problem.what());
    }
}

void writeSafetensors(const std::filesystem::path& file, const WeightFile& content)
{
    SafetensorsHeader header;
    header.metadata = content.metadata;
    std::vector<torch::Tensor> data;
    std::uint64_t at = 0;
    for (const auto& [name, tensor] : content.tensors) {
        const torch::Tensor flat = tensor.detach().to(torch::kCPU).contiguous(torch::MemoryFormat::Contiguous);
        const auto bytes = static_cast<std::uint64_t>(flat.nbytes());
        header.tensors[name] = {typeName(flat.scalar_type()), flat.sizes().vec(), at, at + bytes};
        at += bytes;
        data.push_back(flat);
    }
    const std::string json = formatSafetensorsHeader(header);

    writeAtomically(file, [&](std::ostream& stream) {
        std::uint64_t length = json.size();
        for (int i = 0; i < 8; ++i, length >>= 8)
            stream.put(static_cast<char>(length & 0xff));
        stream << json;
        for (const torch::Tensor& tensor : data)
            stream.write(static_cast<const char*>(tensor.data_ptr()), static_cast<std::streamsize>(tensor.nbytes()));
    });
}

} // namespace duoscope
