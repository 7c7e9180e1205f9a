// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace duoscope {

/// What kind of thing went wrong; the command line turns it into an exit code.
enum class ErrorKind {
    Usage,  ///< The request itself makes no sense (an option out of range).
    Input,  ///< An image, label or other input file can't be used.
    Model,  ///< A weight file or checkpoint can't be used.
    Output, ///< A result can't be written.
};

/// A failure that was foreseen, told as a user needs it: what failed, why, what to do.
/// what() joins the three to "What: why. What to do." Control characters in names from files become '?'.
class Error : public std::runtime_error {
public:
    /// @param what    what failed, without a full stop: "Cannot read night.png"
    /// @param why     the reason, lower case, without a full stop: "the file ends after 812 of 4,096 bytes"
    /// @param remedy  what the user can do, a sentence without a full stop: "Copy the file again"
    Error(ErrorKind kind, const std::string& what, const std::string& why, const std::string& remedy);

    ErrorKind kind() const { return m_kind; }
    const std::string& failure() const { return m_failure; }
    const std::string& reason() const { return m_reason; }
    const std::string& remedy() const { return m_remedy; }

private:
    ErrorKind m_kind;
    std::string m_failure;
    std::string m_reason;
    std::string m_remedy;
};

} // namespace duoscope
