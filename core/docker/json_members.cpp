#include "core/docker/json_members.h"

#include <nlohmann/json.hpp>

namespace wharf::docker {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

qsizetype skipBlanks(const QByteArray &text, qsizetype at)
{
    while (at < text.size() && isBlank(text[at]))
        ++at;
    return at;
}

/// One behind the string that begins at `at`.
qsizetype endOfString(const QByteArray &text, qsizetype at)
{
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\')
            ++at;
    }
    return at + 1;
}

/// One behind the value that begins at `at`. Counts brackets rather than calling itself: depth is the file's choice.
qsizetype endOfValue(const QByteArray &text, qsizetype at)
{
    qsizetype depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = endOfString(text, at);
            if (depth == 0)
                return at;
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}' || c == ']' || isBlank(c)))
            return at; // behind a number or a word
        if (c == '{' || c == '[')
            ++depth;
        ++at;
        if ((c == '}' || c == ']') && --depth == 0)
            return at;
    }
    return at;
}

} // namespace

QByteArray stringValue(const QByteArray &token)
{
    if (!token.contains('\\'))
        return token.mid(1, token.size() - 2);
    return QByteArray::fromStdString(nlohmann::ordered_json::parse(token.begin(), token.end()).get<std::string>());
}

JsonSpan findMembers(const QByteArray &text, qsizetype from)
{
    JsonSpan span;
    span.open = text.indexOf('{', from);
    qsizetype at = skipBlanks(text, span.open + 1);
    while (at < text.size() && text[at] != '}') {
        JsonMember member;
        member.keyBegin = at;
        member.keyEnd = endOfString(text, at);
        member.name = stringValue(text.mid(member.keyBegin, member.keyEnd - member.keyBegin));
        member.valueBegin = skipBlanks(text, skipBlanks(text, member.keyEnd) + 1);
        member.valueEnd = endOfValue(text, member.valueBegin);
        at = skipBlanks(text, member.valueEnd);
        if (at < text.size() && text[at] == ',')
            at = skipBlanks(text, at + 1);
        span.members.append(member);
    }
    span.close = at;
    return span;
}

} // namespace wharf::docker
