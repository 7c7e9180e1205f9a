// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/pickle_machine.h"

#include <bit>
#include <optional>
#include <stdexcept>

namespace duoscope {
namespace {

[[noreturn]] void refuse(const std::string& why) { throw std::runtime_error(why); }

/// The byte codes of the pickle protocol that state dictionaries use.
enum Opcode : unsigned char {
    kMark = '(',
    kStop = '.',
    kBinInt = 'J',
    kBinInt1 = 'K',
    kBinInt2 = 'M',
    kNone = 'N',
    kBinPersistentId = 'Q',
    kReduce = 'R',
    kBinUnicode = 'X',
    kAppend = 'a',
    kBuild = 'b',
    kGlobal = 'c',
    kAppends = 'e',
    kBinGet = 'h',
    kLongBinGet = 'j',
    kBinPut = 'q',
    kLongBinPut = 'r',
    kSetItem = 's',
    kTuple = 't',
    kSetItems = 'u',
    kBinFloat = 'G',
    kEmptyList = ']',
    kEmptyDictionary = '}',
    kEmptyTuple = ')',
    kProtocol = 0x80,
    kTuple1 = 0x85,
    kTuple2 = 0x86,
    kTuple3 = 0x87,
    kNewTrue = 0x88,
    kNewFalse = 0x89,
    kLong1 = 0x8a,
};

/// Recalling a long text again and again must not fill the memory.
constexpr std::size_t kMaxCopiedText = 64U << 20;
/// An instruction of one byte makes a value of a hundred; a checkpoint has some twenty for each tensor.
constexpr std::size_t kMaxInstructions = 4'000'000;

constexpr const char* kShortText = "its pickle ends too early";

class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : m_bytes(bytes) {}

    std::string_view take(std::size_t count)
    {
        if (count > m_bytes.size() - m_at)
            refuse(kShortText);
        const std::string_view taken = m_bytes.substr(m_at, count);
        m_at += count;
        return taken;
    }

    std::string line()
    {
        const std::size_t end = m_bytes.find('\n', m_at);
        if (end == std::string_view::npos)
            refuse(kShortText);
        std::string text(m_bytes.substr(m_at, end - m_at));
        m_at = end + 1;
        return text;
    }

    std::uint64_t littleEndian(std::size_t count)
    {
        const std::string_view taken = take(count);
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(taken[i])) << (8 * i);
        return value;
    }

    std::size_t position() const { return m_at; }

private:
    std::string_view m_bytes;
    std::size_t m_at = 0;
};

PickleValue longInteger(std::string_view bytes)
{
    if (bytes.size() > 8)
        return PickleLongInteger{std::string(bytes)};
    std::uint64_t value = !bytes.empty() && (bytes.back() & 0x80) ? ~std::uint64_t(0) : 0; // sign extension
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return static_cast<std::int64_t>(value);
}

std::optional<torch::ScalarType> storageType(const std::string& name)
{
    static const std::map<std::string, torch::ScalarType> known = {
        {"FloatStorage", torch::kFloat32},     {"DoubleStorage", torch::kFloat64}, {"HalfStorage", torch::kFloat16},
        {"BFloat16Storage", torch::kBFloat16}, {"LongStorage", torch::kInt64},     {"IntStorage", torch::kInt32},
        {"ShortStorage", torch::kInt16},       {"CharStorage", torch::kInt8},      {"ByteStorage", torch::kUInt8},
        {"BoolStorage", torch::kBool}};
    const auto found = known.find(name);
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

std::int64_t integer(const PickleValue& value)
{
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return *number;
    refuse("a whole number is missing in its pickle");
}

const PickleContainer& container(const PickleValue& value, PickleContainer::Kind kind)
{
    const auto* held = std::get_if<PickleContainer*>(&value);
    if (!held || (*held)->kind != kind)
        refuse("its pickle is not built as PyTorch builds it");
    return **held;
}

std::vector<std::int64_t> integers(const PickleValue& value)
{
    std::vector<std::int64_t> numbers;
    for (const PickleValue& item : container(value, PickleContainer::Kind::Tuple).items)
        numbers.push_back(integer(item));
    return numbers;
}

/// The view of a storage that torch._utils._rebuild_tensor_v2 describes, after checking that it lies inside.
torch::Tensor rebuildTensor(const std::vector<PickleValue>& arguments)
{
    if (arguments.size() < 4 || !std::holds_alternative<torch::Tensor>(arguments[0]))
        refuse("a tensor in its pickle lacks its storage");
    const torch::Tensor& storage = std::get<torch::Tensor>(arguments[0]);
    const std::int64_t offset = integer(arguments[1]);
    const std::vector<std::int64_t> sizes = integers(arguments[2]);
    const std::vector<std::int64_t> strides = integers(arguments[3]);
    const std::int64_t available = storage.numel();
    if (sizes.size() != strides.size() || sizes.size() > 8 || offset < 0 || offset > available)
        refuse("the shape of a tensor makes no sense");
    std::int64_t elements = 1;
    std::int64_t last = offset;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (sizes[i] < 0 || strides[i] < 0 || sizes[i] > available || strides[i] > available)
            refuse("the shape of a tensor does not fit its data");
        if (sizes[i] > 0 && elements > available / sizes[i])
            refuse("a tensor has more values than its data");
        elements *= sizes[i];
        if (sizes[i] > 1 && strides[i] > (available - last) / (sizes[i] - 1))
            refuse("a tensor reaches beyond its data");
        last += sizes[i] > 0 ? (sizes[i] - 1) * strides[i] : 0;
    }
    if (elements > 0 && last >= available)
        refuse("a tensor reaches beyond its data");
    return storage.as_strided(sizes, strides, offset);
}

} // namespace

PickleMachine::PickleMachine(StorageLoader loader) : m_loader(std::move(loader)) {}

PickleContainer* PickleMachine::make(PickleContainer::Kind kind, std::vector<PickleValue> items)
{
    m_containers.push_back({kind, std::move(items), {}});
    return &m_containers.back();
}

PickleValue PickleMachine::pop()
{
    if (m_stack.empty())
        refuse("its pickle takes more values than it made");
    PickleValue value = std::move(m_stack.back());
    m_stack.pop_back();
    return value;
}

std::vector<PickleValue> PickleMachine::popToMark()
{
    std::size_t mark = m_stack.size();
    while (mark > 0 && !std::holds_alternative<PickleMark>(m_stack[mark - 1]))
        --mark;
    if (mark == 0)
        refuse("its pickle lacks a mark");
    std::vector<PickleValue> values(std::make_move_iterator(m_stack.begin() + static_cast<std::ptrdiff_t>(mark)),
                                    std::make_move_iterator(m_stack.end()));
    m_stack.resize(mark - 1);
    return values;
}

PickleContainer* PickleMachine::top(PickleContainer::Kind kind)
{
    if (m_stack.empty())
        refuse("its pickle takes more values than it made");
    container(m_stack.back(), kind);
    return std::get<PickleContainer*>(m_stack.back());
}

void PickleMachine::setItems(std::vector<PickleValue> flat)
{
    PickleContainer* dictionary = top(PickleContainer::Kind::Dictionary);
    if (flat.size() % 2 != 0)
        refuse("a dictionary in its pickle has a name without a value");
    for (std::size_t i = 0; i < flat.size(); i += 2)
        dictionary->entries.emplace_back(std::move(flat[i]), std::move(flat[i + 1]));
}

PickleValue PickleMachine::call(const PickleValue& function, const PickleValue& arguments)
{
    const auto* global = std::get_if<PickleGlobal>(&function);
    if (!global)
        refuse("its pickle calls something that is no function");
    const auto& values = container(arguments, PickleContainer::Kind::Tuple).items;
    if (global->module == "collections" && global->name == "OrderedDict") {
        PickleContainer* dictionary = make(PickleContainer::Kind::Dictionary);
        // Python 2 wrote the entries as one list of pairs; later versions set them afterwards.
        if (!values.empty())
            for (const PickleValue& pair : container(values[0], PickleContainer::Kind::List).items) {
                const auto* held = std::get_if<PickleContainer*>(&pair);
                if (!held || (*held)->items.size() != 2)
                    refuse("a dictionary in its pickle has a name without a value");
                dictionary->entries.emplace_back((*held)->items[0], (*held)->items[1]);
            }
        return dictionary;
    }
    if (global->module == "torch._utils" && global->name == "_rebuild_tensor_v2")
        return rebuildTensor(values);
    if (global->module == "torch._utils" && global->name == "_rebuild_parameter") {
        if (values.empty() || !std::holds_alternative<torch::Tensor>(values[0]))
            refuse("a parameter in its pickle lacks its tensor");
        return values[0];
    }
    if (global->module == "torch.jit._pickle" && global->name == "restore_type_tag" && !values.empty())
        return values[0]; // LibTorch's own files say a dictionary's type beside it
    refuse("its pickle calls " + global->module + "." + global->name);
}

PickleValue PickleMachine::load(const PickleValue& persistentId)
{
    // ("storage", class, key, location, elements[, view]). The location ("cuda:0") does not matter here.
    const auto& id = container(persistentId, PickleContainer::Kind::Tuple).items;
    const auto* kind = id.empty() ? nullptr : std::get_if<std::string>(&id[0]);
    if (!m_loader || !kind || *kind != "storage" || id.size() < 5)
        refuse("its pickle refers to something that is no tensor data");
    const auto* type = std::get_if<PickleGlobal>(&id[1]);
    const auto* key = std::get_if<std::string>(&id[2]);
    const auto scalarType = type ? storageType(type->name) : std::nullopt;
    if (!scalarType || !key)
        refuse("its pickle refers to something that is no tensor data");
    const PickleStorage storage{*scalarType, *key, integer(id[4])};
    const auto loaded = m_loaded.find(storage.key);
    if (loaded == m_loaded.end())
        return m_loaded.emplace(storage.key, m_loader(storage)).first->second;
    if (loaded->second.scalar_type() != storage.type)
        refuse("two tensors of different type share their data");
    return loaded->second;
}

PickleValue PickleMachine::run(std::string_view bytes, std::size_t* used)
{
    ByteReader reader(bytes);
    m_stack.clear();
    m_memo.clear();
    const auto countText = [this](const PickleValue& value) {
        if (const auto* text = std::get_if<std::string>(&value))
            m_copiedText += text->size();
        if (m_copiedText > kMaxCopiedText)
            refuse("its pickle repeats its texts beyond all measure");
    };
    const auto recall = [&](std::uint64_t index) {
        const auto found = m_memo.find(static_cast<std::uint32_t>(index));
        if (found == m_memo.end())
            refuse("its pickle recalls a value that it never kept");
        countText(found->second);
        return found->second;
    };
    const auto keep = [&](std::uint64_t index) {
        if (m_stack.empty())
            refuse("its pickle takes more values than it made");
        countText(m_stack.back());
        m_memo[static_cast<std::uint32_t>(index)] = m_stack.back();
    };
    const auto tupleOf = [this](std::size_t count) {
        std::vector<PickleValue> items(count);
        for (std::size_t i = count; i-- > 0;)
            items[i] = pop();
        m_stack.push_back(make(PickleContainer::Kind::Tuple, std::move(items)));
    };

    while (true) {
        const auto opcode = static_cast<unsigned char>(reader.take(1)[0]);
        if (++m_instructions > kMaxInstructions)
            refuse("its pickle has more than " + std::to_string(kMaxInstructions) + " instructions");
        switch (opcode) {
        case kProtocol:
            if (const auto version = reader.littleEndian(1); version > 2)
                refuse("its pickle protocol " + std::to_string(version) + " is newer than PyTorch's");
            break;
        case kStop:
            if (used)
                *used = reader.position();
            return pop();
        case kMark:
            m_stack.emplace_back(PickleMark{});
            break;
        case kNone:
            m_stack.emplace_back(std::monostate{});
            break;
        case kNewTrue:
        case kNewFalse:
            m_stack.emplace_back(opcode == kNewTrue);
            break;
        case kBinInt:
            m_stack.emplace_back(std::int64_t{static_cast<std::int32_t>(reader.littleEndian(4))});
            break;
        case kBinInt1:
            m_stack.emplace_back(static_cast<std::int64_t>(reader.littleEndian(1)));
            break;
        case kBinInt2:
            m_stack.emplace_back(static_cast<std::int64_t>(reader.littleEndian(2)));
            break;
        case kLong1:
            m_stack.push_back(longInteger(reader.take(reader.littleEndian(1))));
            break;
        case kBinFloat: {
            std::uint64_t bits = 0;
            for (const char c : reader.take(8)) // big-endian
                bits = bits << 8 | static_cast<unsigned char>(c);
            m_stack.emplace_back(std::bit_cast<double>(bits));
            break;
        }
        case kBinUnicode:
            m_stack.emplace_back(std::string(reader.take(reader.littleEndian(4))));
            break;
        case kGlobal: {
            std::string module = reader.line();
            std::string name = reader.line();
            const bool storage = module == "torch" && storageType(name);
            const bool rebuild =
                module == "torch._utils" && (name == "_rebuild_tensor_v2" || name == "_rebuild_parameter");
            const bool dictionary = module == "collections" && name == "OrderedDict";
            const bool typeTag = module == "torch.jit._pickle" && name == "restore_type_tag";
            if (!storage && !rebuild && !dictionary && !typeTag)
                refuse("it holds a Python object of the type " + module.substr(0, 60) + "." + name.substr(0, 60) +
                       ", not only tensors");
            m_stack.emplace_back(PickleGlobal{std::move(module), std::move(name)});
            break;
        }
        case kEmptyDictionary:
            m_stack.push_back(make(PickleContainer::Kind::Dictionary));
            break;
        case kEmptyList:
            m_stack.push_back(make(PickleContainer::Kind::List));
            break;
        case kEmptyTuple:
            tupleOf(0);
            break;
        case kTuple1:
            tupleOf(1);
            break;
        case kTuple2:
            tupleOf(2);
            break;
        case kTuple3:
            tupleOf(3);
            break;
        case kTuple:
            m_stack.push_back(make(PickleContainer::Kind::Tuple, popToMark()));
            break;
        case kAppend: {
            PickleValue item = pop();
            top(PickleContainer::Kind::List)->items.push_back(std::move(item));
            break;
        }
        case kAppends:
            for (PickleValue& item : popToMark())
                top(PickleContainer::Kind::List)->items.push_back(std::move(item));
            break;
        case kSetItem: {
            PickleValue value = pop();
            PickleValue name = pop();
            setItems({std::move(name), std::move(value)});
            break;
        }
        case kSetItems:
            setItems(popToMark());
            break;
        case kReduce: {
            const PickleValue arguments = pop();
            const PickleValue function = pop();
            m_stack.push_back(call(function, arguments));
            break;
        }
        case kBuild:
            pop(); // the "_metadata" of a state dictionary: version numbers of modules
            break;
        case kBinPersistentId:
            m_stack.emplace_back(load(pop()));
            break;
        case kBinGet:
            m_stack.push_back(recall(reader.littleEndian(1)));
            break;
        case kLongBinGet:
            m_stack.push_back(recall(reader.littleEndian(4)));
            break;
        case kBinPut:
            keep(reader.littleEndian(1));
            break;
        case kLongBinPut:
            keep(reader.littleEndian(4));
            break;
        default:
            refuse("its pickle holds the instruction " + std::to_string(opcode) + ", which PyTorch does not write");
        }
    }
}

} // namespace duoscope
