// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/safetensors_header.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <stdexcept>
#include <utility>

namespace duoscope {
namespace {

constexpr std::size_t kLongestList = 64; ///< of a shape
/// Tensors and metadata entries; each takes more memory than the few bytes it may have in the file.
constexpr std::size_t kMostEntries = 1'000'000;

[[noreturn]] void refuse(const std::string& why) { throw std::runtime_error(why); }

/// A name from the file, short, for a message.
std::string shown(std::string_view name) { return "\"" + std::string(name.substr(0, 60)) + "\""; }

void appendUtf8(std::string& text, std::uint32_t code)
{
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xc0 | code >> 6);
        text += static_cast<char>(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        text += static_cast<char>(0xe0 | code >> 12);
        text += static_cast<char>(0x80 | (code >> 6 & 0x3f));
        text += static_cast<char>(0x80 | (code & 0x3f));
    } else {
        text += static_cast<char>(0xf0 | code >> 18);
        text += static_cast<char>(0x80 | (code >> 12 & 0x3f));
        text += static_cast<char>(0x80 | (code >> 6 & 0x3f));
        text += static_cast<char>(0x80 | (code & 0x3f));
    }
}

/// Just the JSON that such a header may hold: objects of known form, texts, arrays of whole numbers. The networks
/// build with LibTorch alone, so no JSON library is at hand here.
class HeaderReader {
public:
    explicit HeaderReader(std::string_view text) : m_text(text) {}

    void expect(char wanted)
    {
        if (!accept(wanted))
            fail(std::string("'") + wanted + "' is missing");
    }

    bool accept(char wanted)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != wanted)
            return false;
        ++m_at;
        return true;
    }

    bool atEnd()
    {
        skipSpace();
        return m_at == m_text.size();
    }

    std::string string()
    {
        expect('"');
        std::string value;
        while (true) {
            const char c = next();
            if (c == '"')
                return value;
            if (static_cast<unsigned char>(c) < 0x20)
                fail("a text holds a control character");
            if (c == '\\')
                appendEscape(value);
            else
                value += c;
        }
    }

    std::uint64_t wholeNumber()
    {
        skipSpace();
        const std::size_t first = m_at;
        std::uint64_t value = 0;
        while (m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9') {
            const auto digit = static_cast<std::uint64_t>(m_text[m_at] - '0');
            if (value > (std::numeric_limits<std::int64_t>::max() - digit) / 10)
                fail("a number is too large");
            value = value * 10 + digit;
            ++m_at;
        }
        if (m_at == first)
            fail("a whole number is missing");
        return value;
    }

    std::vector<std::uint64_t> wholeNumbers()
    {
        std::vector<std::uint64_t> values;
        expect('[');
        if (accept(']'))
            return values;
        do {
            if (values.size() == kLongestList)
                fail("a list has more than " + std::to_string(kLongestList) + " numbers");
            values.push_back(wholeNumber());
        } while (accept(','));
        expect(']');
        return values;
    }

    /// Calls member(name) for each member of an object; it must read the value.
    template <typename Member>
    void object(Member member)
    {
        expect('{');
        if (accept('}'))
            return;
        do {
            const std::string name = string();
            expect(':');
            member(name);
        } while (accept(','));
        expect('}');
    }

    [[noreturn]] void fail(const std::string& why) const
    {
        refuse("its header is no valid JSON for this format: " + why + " at byte " + std::to_string(m_at));
    }

private:
    char next()
    {
        if (m_at >= m_text.size())
            fail("a text does not end");
        return m_text[m_at++];
    }

    void skipSpace()
    {
        while (m_at < m_text.size() &&
               (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\t' || m_text[m_at] == '\r'))
            ++m_at;
    }

    std::uint32_t hex4()
    {
        std::uint32_t code = 0;
        for (int i = 0; i < 4; ++i) {
            const char c = next();
            const char* digits = "0123456789abcdef";
            const char* found = std::find(digits, digits + 16, static_cast<char>(c >= 'A' && c <= 'F' ? c + 32 : c));
            if (found == digits + 16)
                fail("an escape \\u needs four hexadecimal digits");
            code = code * 16 + static_cast<std::uint32_t>(found - digits);
        }
        return code;
    }

    void appendEscape(std::string& value)
    {
        const char c = next();
        const std::string_view from = "\"\\/bfnrt";
        const std::string_view to = "\"\\/\b\f\n\r\t";
        if (const std::size_t simple = from.find(c); simple != std::string_view::npos) {
            value += to[simple];
            return;
        }
        if (c != 'u')
            fail("an escape is not known");
        std::uint32_t code = hex4();
        if (code >= 0xd800 && code < 0xdc00) {
            if (next() != '\\' || next() != 'u')
                fail("a surrogate stands alone");
            const std::uint32_t low = hex4();
            if (low < 0xdc00 || low > 0xdfff)
                fail("a surrogate stands alone");
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        } else if (code >= 0xdc00 && code <= 0xdfff) {
            fail("a surrogate stands alone");
        }
        appendUtf8(value, code);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

TensorEntry readEntry(HeaderReader& reader, const std::string& name)
{
    TensorEntry entry;
    bool hasShape = false;
    bool hasOffsets = false;
    reader.object([&](const std::string& member) {
        if (member == "dtype") {
            entry.type = reader.string();
        } else if (member == "shape") {
            if (std::exchange(hasShape, true))
                refuse("the tensor " + shown(name) + " has two shapes");
            for (const std::uint64_t side : reader.wholeNumbers())
                entry.shape.push_back(static_cast<std::int64_t>(side));
        } else if (member == "data_offsets") {
            const auto offsets = reader.wholeNumbers();
            if (offsets.size() != 2)
                refuse("the tensor " + shown(name) + " has " + std::to_string(offsets.size()) + " offsets, not 2");
            hasOffsets = true;
            entry.begin = offsets[0];
            entry.end = offsets[1];
        } else {
            refuse("the tensor " + shown(name) + " has an unknown entry " + shown(member));
        }
    });
    if (entry.type.empty() || !hasShape || !hasOffsets)
        refuse("the tensor " + shown(name) + " lacks its dtype, shape or data_offsets");
    return entry;
}

void checkEntry(const std::string& name, const TensorEntry& entry, std::uint64_t dataSize)
{
    std::uint64_t bytes = elementSize(entry.type);
    if (bytes == 0)
        refuse("the tensor " + shown(name) + " has the unknown type " + shown(entry.type));
    if (entry.shape.size() > 8)
        refuse("the tensor " + shown(name) + " has " + std::to_string(entry.shape.size()) + " dimensions");
    for (const std::int64_t side : entry.shape) {
        const auto length = static_cast<std::uint64_t>(side);
        if (length != 0 && bytes > std::numeric_limits<std::int64_t>::max() / length)
            refuse("the shape of the tensor " + shown(name) + " is larger than any memory");
        bytes *= length;
    }
    if (entry.begin > entry.end || entry.end > dataSize)
        refuse("the tensor " + shown(name) + " should lie at bytes " + std::to_string(entry.begin) + " to " +
               std::to_string(entry.end) + ", outside the " + std::to_string(dataSize) + " bytes of data");
    if (entry.end - entry.begin != bytes)
        refuse("the tensor " + shown(name) + " has " + std::to_string(entry.end - entry.begin) +
               " bytes where its shape asks for " + std::to_string(bytes));
}

void checkCoverage(const SafetensorsHeader& header, std::uint64_t dataSize)
{
    std::vector<std::pair<const TensorEntry*, const std::string*>> order;
    for (const auto& [name, entry] : header.tensors)
        order.emplace_back(&entry, &name);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return std::pair(a.first->begin, a.first->end) < std::pair(b.first->begin, b.first->end);
    });
    std::uint64_t at = 0;
    const std::string* before = nullptr;
    for (const auto& [entry, name] : order) {
        if (entry->begin < at)
            refuse("the tensors " + shown(*before) + " and " + shown(*name) + " overlap");
        if (entry->begin > at)
            refuse("nothing describes the bytes " + std::to_string(at) + " to " + std::to_string(entry->begin));
        at = entry->end;
        before = name;
    }
    if (at != dataSize)
        refuse("nothing describes the bytes from " + std::to_string(at) + " to the end at " + std::to_string(dataSize));
}

void appendJsonString(std::string& json, std::string_view text)
{
    json += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
            json += escape;
        } else {
            json += c;
        }
    }
    json += '"';
}

} // namespace

std::uint64_t elementSize(std::string_view type)
{
    if (type == "F64" || type == "I64")
        return 8;
    if (type == "F32" || type == "I32")
        return 4;
    if (type == "F16" || type == "BF16" || type == "I16")
        return 2;
    if (type == "I8" || type == "U8" || type == "BOOL")
        return 1;
    return 0;
}

SafetensorsHeader parseSafetensorsHeader(std::string_view json, std::uint64_t dataSize)
{
    SafetensorsHeader header;
    HeaderReader reader(json);
    bool hasMetadata = false;
    reader.object([&](const std::string& name) {
        if (name == "__metadata__") {
            if (std::exchange(hasMetadata, true))
                refuse("its metadata is there twice");
            reader.object([&](const std::string& key) {
                if (!header.metadata.emplace(key, reader.string()).second)
                    refuse("the metadata entry " + shown(key) + " is there twice");
                if (header.metadata.size() > kMostEntries)
                    refuse("it has more than " + std::to_string(kMostEntries) + " metadata entries");
            });
            return;
        }
        const TensorEntry entry = readEntry(reader, name);
        checkEntry(name, entry, dataSize);
        if (!header.tensors.emplace(name, entry).second)
            refuse("the tensor " + shown(name) + " is there twice");
        if (header.tensors.size() > kMostEntries)
            refuse("it has more than " + std::to_string(kMostEntries) + " tensors");
    });
    if (!reader.atEnd())
        reader.fail("something follows the header's end");
    checkCoverage(header, dataSize);
    return header;
}

std::string formatSafetensorsHeader(const SafetensorsHeader& header)
{
    std::string json = "{\"__metadata__\":{";
    bool first = true;
    for (const auto& [name, text] : header.metadata) {
        json += std::exchange(first, false) ? "" : ",";
        appendJsonString(json, name);
        json += ':';
        appendJsonString(json, text);
    }
    json += '}';
    for (const auto& [name, entry] : header.tensors) {
        json += ',';
        appendJsonString(json, name);
        json += ":{\"dtype\":\"" + entry.type + "\",\"shape\":[";
        for (std::size_t i = 0; i < entry.shape.size(); ++i)
            json += (i ? "," : "") + std::to_string(entry.shape[i]);
        json += "],\"data_offsets\":[" + std::to_string(entry.begin) + "," + std::to_string(entry.end) + "]}";
    }
    json += '}';
    json.append((8 - json.size() % 8) % 8, ' ');
    return json;
}

} // namespace duoscope
