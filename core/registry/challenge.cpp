#include "core/registry/challenge.h"

#include <string_view>

namespace wharf::registry {

namespace {

bool isAlphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool isIn(char c, std::string_view set)
{
    return set.find(c) != std::string_view::npos;
}

/// RFC 9110 §5.6.2, tchar.
bool isTokenChar(char c)
{
    return isAlphanumeric(c) || isIn(c, "!#$%&'*+-.^_`|~");
}

/// RFC 9110 §11.2, without the padding.
bool isToken68Char(char c)
{
    return isAlphanumeric(c) || isIn(c, "-._~+/");
}

/// Line ends count as blanks: some stacks join header lines with them.
bool isBlank(char c)
{
    return isIn(c, " \t\r\n");
}

/// Walks over a header value once, forwards; where it has to look at a stretch twice, it never does so a third time.
class ChallengeReader {
public:
    explicit ChallengeReader(QByteArrayView text)
        : m_text(text)
    {
    }

    QList<Challenge> read()
    {
        while (skip([](char c) { return isBlank(c) || c == ',' || c == ';'; }), !atEnd()) {
            if (!readParameter() && !readScheme())
                skipElement();
        }
        return std::move(m_challenges);
    }

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] bool isAt(char c) const { return !atEnd() && m_text[m_at] == c; }

    template <class Predicate>
    QByteArrayView skip(Predicate predicate)
    {
        const qsizetype start = m_at;
        while (!atEnd() && predicate(m_text[m_at]))
            ++m_at;
        return m_text.sliced(start, m_at - start);
    }

    /// What cannot be read ends at the next comma, whatever quotes it has: those are not in order.
    void skipElement()
    {
        skip([](char c) { return c != ','; });
    }

    bool readScheme()
    {
        const qsizetype start = m_at;
        const QByteArrayView name = skip(isTokenChar);
        if (name.isEmpty() || !(atEnd() || isBlank(m_text[m_at]) || isAt(','))) {
            m_at = start;
            return false;
        }
        Challenge challenge;
        challenge.scheme = QString::fromLatin1(name).toLower();
        challenge.token68 = readToken68();
        m_challenges.append(std::move(challenge));
        return true;
    }

    /// The rest of a challenge that is one token68, up to the comma or the end; empty, and nothing read, otherwise.
    QString readToken68()
    {
        const qsizetype start = m_at;
        skip(isBlank);
        const qsizetype first = m_at;
        if (!skip(isToken68Char).isEmpty()) {
            skip([](char c) { return c == '='; });
            const qsizetype end = m_at;
            skip(isBlank);
            if (atEnd() || isAt(','))
                return QString::fromLatin1(m_text.sliced(first, end - first));
        }
        m_at = start;
        return {};
    }

    /// `name=value`, also without a comma before it. Before the first scheme it belongs to nobody and is passed over.
    bool readParameter()
    {
        const qsizetype start = m_at;
        const QByteArrayView name = skip(isTokenChar);
        skip(isBlank);
        if (name.isEmpty() || !isAt('=')) {
            m_at = start;
            return false;
        }
        ++m_at;
        skip(isBlank);
        const bool isScope = name.compare(QByteArrayView("scope"), Qt::CaseInsensitive) == 0;
        const QByteArray value = isAt('"') ? readQuoted() : isScope ? readUnquotedScope() : readUnquoted();
        if (!m_challenges.isEmpty())
            m_challenges.last().parameters.append({ QString::fromLatin1(name).toLower(), QString::fromUtf8(value) });
        return true;
    }

    /// More than a token: servers send addresses without quotes.
    QByteArray readUnquoted()
    {
        return skip([](char c) { return !isBlank(c) && c != ','; }).toByteArray();
    }

    /// By RFC 9110 §11.2 a comma ends it, which cuts `repository:a:pull,push` in two: servers that forget the quotes mean both.
    QByteArray readUnquotedScope()
    {
        QByteArray value = readUnquoted();
        while (skipMoreActions())
            value += ',' + readUnquoted();
        return value;
    }

    /// Skips the comma before another action (`[a-z]*` in distribution's scope grammar, or `*`). A name with `=` behind it is the
    /// next parameter; what stands after a blank, or has one and more behind it, is the next challenge.
    bool skipMoreActions()
    {
        const qsizetype comma = m_at;
        if (!isAt(','))
            return false;
        ++m_at;
        const qsizetype first = m_at;
        const bool action = !skip([](char c) { return (c >= 'a' && c <= 'z') || c == '*'; }).isEmpty();
        skip(isBlank);
        const bool alone = atEnd() || isAt(',') || isAt(';');
        m_at = action && alone ? first : comma;
        return action && alone;
    }

    QByteArray readQuoted()
    {
        const qsizetype opening = m_at++;
        QByteArray value;
        bool closed = false;
        while (!atEnd() && !closed) {
            const char c = m_text[m_at++];
            if (c == '"')
                closed = true;
            else if (c == '\\' && !atEnd())
                value += m_text[m_at++];
            else
                value += c;
        }
        if (closed && (endsHere() || !value.contains(',')))
            return value;
        // The closing quote is missing, or belongs to a later value: this one ends at its comma, so that what follows is read.
        // This stays linear: an opening quote inside what is read again would have been the closing one.
        m_at = opening + 1;
        return skip([](char c) { return c != ','; }).toByteArray();
    }

    /// Whether a separator, the end, or a parameter whose comma was forgotten comes after a closing quote.
    bool endsHere()
    {
        if (atEnd() || isBlank(m_text[m_at]) || isAt(',') || isAt(';'))
            return true;
        const qsizetype start = m_at;
        const bool parameter = !skip(isTokenChar).isEmpty() && isAt('=');
        m_at = start;
        return parameter;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    QList<Challenge> m_challenges;
};

} // namespace

QString Challenge::parameter(const QString &name) const
{
    for (const auto &[key, value] : parameters) {
        if (key == name)
            return value;
    }
    return {};
}

QList<Challenge> parseChallenges(QByteArrayView headerValue)
{
    return ChallengeReader(headerValue).read();
}

const Challenge *preferredChallenge(const QList<Challenge> &challenges)
{
    const Challenge *basic = nullptr;
    for (const Challenge &challenge : challenges) {
        if (challenge.isBearer())
            return &challenge;
        if (challenge.isBasic() && !basic)
            basic = &challenge;
    }
    return basic;
}

} // namespace wharf::registry
