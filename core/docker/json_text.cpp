#include "core/docker/json_text.h"

#include "core/base/json.h"
#include "core/docker/json_members.h"

#include <nlohmann/json.hpp>

namespace wharf::docker {

namespace {

using Json = nlohmann::ordered_json;

tl::unexpected<Failure> malformed(const QString &why)
{
    return fail({ .stage = Stage::ClientFile, .kind = Kind::Malformed, .serverSaid = why });
}

QString placeOf(const QByteArray &text, qsizetype byte)
{
    const QByteArray before = text.left(byte);
    return QStringLiteral("line %1, column %2").arg(before.count('\n') + 1).arg(before.size() - before.lastIndexOf('\n'));
}

/// Valid JSON that is no client file.
tl::unexpected<Failure> misplaced(const QByteArray &text, qsizetype byte, QLatin1String what)
{
    return malformed(what + QLatin1String(": ") + placeOf(text, byte));
}

QString whereItBreaks(const QByteArray &text)
{
    try {
        const Json parsed = Json::parse(text.begin(), text.end());
    } catch (const Json::parse_error &error) {
        return placeOf(text, static_cast<qsizetype>(error.byte) - 1);
    } catch (const Json::exception &) {
        return QStringLiteral("a number out of range");
    }
    return {};
}

QByteArray quoted(const QString &text)
{
    return QByteArray::fromStdString(Json(text.toStdString()).dump());
}

/// The blanks right before a member.
QByteArray blanksBefore(const QByteArray &text, qsizetype at)
{
    qsizetype begin = at;
    while (begin > 0 && QByteArrayView(" \t\r\n").contains(text[begin - 1]))
        --begin;
    return text.mid(begin, at - begin);
}

/// How the members of one object are set apart: `\n\t\t` before each, `\n\t` before the bracket, `: ` behind the name.
struct Look {
    QByteArray before;
    QByteArray beforeClose;
    QByteArray colon;
};

Look lookOf(const QByteArray &text, const JsonSpan &span)
{
    const JsonMember &last = span.members.last();
    return { blanksBefore(text, last.keyBegin), blanksBefore(text, span.close),
             text.mid(last.keyEnd, last.valueBegin - last.keyEnd) };
}

/// For an object without members that is a member of one that looks like `outer`.
Look innerLook(const Look &outer)
{
    const auto indentation = [](const QByteArray &blanks) { return blanks.mid(blanks.lastIndexOf('\n') + 1); };
    if (!outer.before.contains('\n'))
        return { {}, {}, outer.colon };
    const QByteArray unit = indentation(outer.before).mid(indentation(outer.beforeClose).size());
    return { outer.before + unit, outer.before, outer.colon };
}

void insertLast(QByteArray &text, const JsonSpan &span, const Look &look, const QByteArray &name, const QByteArray &value)
{
    const QByteArray member = quoted(QString::fromUtf8(name)) + look.colon + value;
    if (span.members.isEmpty())
        text.replace(span.open + 1, span.close - span.open - 1, look.before + member + look.beforeClose);
    else
        text.insert(span.members.last().valueEnd, ',' + look.before + member);
}

void takeAway(QByteArray &text, const JsonSpan &span, qsizetype index)
{
    const JsonMember &member = span.members[index];
    if (span.members.size() == 1)
        text.remove(span.open + 1, span.close - span.open - 1);
    else if (index + 1 < span.members.size())
        text.remove(member.keyBegin, span.members[index + 1].keyBegin - member.keyBegin);
    else
        text.remove(span.members[index - 1].valueEnd, member.valueEnd - span.members[index - 1].valueEnd);
}

QByteArray valueOf(const QByteArray &text, const JsonMember &member)
{
    return text.mid(member.valueBegin, member.valueEnd - member.valueBegin);
}

bool isObject(const QByteArray &text, const JsonMember &member)
{
    return text[member.valueBegin] == '{';
}

/// Docker's own style, for a file that has none yet.
const Look dockerLook { "\n\t", "\n", ": " };

} // namespace

Result<JsonText> JsonText::parse(const QByteArray &text)
{
    if (text.trimmed().isEmpty())
        return JsonText("{}" + text);
    // The library skips a byte order mark; Docker and Podman stumble over it and ignore the whole file.
    if (text.startsWith("\xEF\xBB\xBF"))
        return malformed(QStringLiteral("byte order mark"));
    if (!Json::accept(text.begin(), text.end()))
        return malformed(whereItBreaks(text));
    if (!text.trimmed().startsWith('{'))
        return malformed(json::notAnObject);
    return JsonText(text);
}

Result<QList<std::pair<QString, QString>>> JsonText::strings(const QByteArray &object) const
{
    QList<std::pair<QString, QString>> found;
    for (const JsonMember &outer : findMembers(m_text, 0).members) {
        if (outer.name != object || valueOf(m_text, outer) == "null")
            continue;
        if (!isObject(m_text, outer))
            return misplaced(m_text, outer.valueBegin, json::notAnObject);
        for (const JsonMember &inner : findMembers(m_text, outer.valueBegin).members) {
            const QByteArray value = valueOf(m_text, inner);
            if (!value.startsWith('"') && value != "null")
                return misplaced(m_text, inner.valueBegin, json::notAString);
            const QByteArray content = value == "null" ? QByteArray() : stringValue(value);
            found.append({ QString::fromUtf8(inner.name), QString::fromUtf8(content) });
        }
    }
    return found;
}

Result<std::optional<QString>> JsonText::string(const QByteArray &object, const QString &key) const
{
    const auto all = strings(object);
    if (!all)
        return fail(all.error());
    std::optional<QString> last;
    for (const auto &[name, value] : *all) {
        if (name == key)
            last = value;
    }
    return last;
}

Result<void> JsonText::setString(const QByteArray &object, const QString &key, const QString &value)
{
    if (const auto known = strings(object); !known)
        return fail(known.error());
    const QByteArray name = key.toUtf8();
    // From the end, so that positions before stay right.
    bool replaced = false;
    const JsonSpan root = findMembers(m_text, 0);
    for (auto outer = root.members.crbegin(); outer != root.members.crend(); ++outer) {
        if (outer->name != object || !isObject(m_text, *outer))
            continue;
        const JsonSpan span = findMembers(m_text, outer->valueBegin);
        for (auto inner = span.members.crbegin(); inner != span.members.crend(); ++inner) {
            if (inner->name != name)
                continue;
            m_text.replace(inner->valueBegin, inner->valueEnd - inner->valueBegin, quoted(value));
            replaced = true;
        }
    }
    if (replaced)
        return {};

    const Look outerLook = root.members.isEmpty() ? dockerLook : lookOf(m_text, root);
    for (auto outer = root.members.crbegin(); outer != root.members.crend(); ++outer) {
        if (outer->name != object)
            continue;
        if (!isObject(m_text, *outer))
            m_text.replace(outer->valueBegin, outer->valueEnd - outer->valueBegin, "{}");
        const JsonSpan span = findMembers(m_text, outer->valueBegin);
        insertLast(m_text, span, span.members.isEmpty() ? innerLook(outerLook) : lookOf(m_text, span), name, quoted(value));
        return {};
    }
    const Look inside = innerLook(outerLook);
    insertLast(m_text, root, outerLook, object,
               '{' + inside.before + quoted(key) + inside.colon + quoted(value) + inside.beforeClose + '}');
    return {};
}

Result<void> JsonText::remove(const QByteArray &object, const QString &key)
{
    if (const auto known = strings(object); !known)
        return fail(known.error());
    const QByteArray name = key.toUtf8();
    for (qsizetype at = findMembers(m_text, 0).members.size() - 1; at >= 0; --at) {
        const JsonMember outer = findMembers(m_text, 0).members[at];
        if (outer.name != object || !isObject(m_text, outer))
            continue;
        bool removed = false;
        JsonSpan span = findMembers(m_text, outer.valueBegin);
        for (qsizetype inner = span.members.size() - 1; inner >= 0; --inner) {
            if (span.members[inner].name != name)
                continue;
            takeAway(m_text, span, inner);
            span = findMembers(m_text, outer.valueBegin);
            removed = true;
        }
        if (removed && span.members.isEmpty())
            takeAway(m_text, findMembers(m_text, 0), at);
    }
    return {};
}

} // namespace wharf::docker
