#include "core/diagnosis/pasted_text.h"

#include <QRegularExpression>

#include <array>

namespace wharf::diagnosis {

namespace {

constexpr qsizetype longestLine = 8192; // of a longer one the two ends: the reason stands at one of them

QRegularExpression pattern(const char *text)
{
    return QRegularExpression(QString::fromLatin1(text), QRegularExpression::CaseInsensitiveOption);
}

void take(QString &line, const QRegularExpression &expression, const QString &with = {})
{
    line.replace(expression, with);
}

QString withoutMarks(QString text)
{
    // Escape sequences; then those that lost their escape character on the way through a web page.
    static const QRegularExpression sequences(QStringLiteral("\\x{1b}(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\\x{07}\\x{1b}]*(?:\\x{07}|\\x{1b}\\\\)|[@-Z\\\\^_])"));
    static const QRegularExpression orphans(QStringLiteral("\\[(?:0K|[0-9]{1,2}(?:;[0-9]{0,3}){0,4}m)"));
    static const QRegularExpression sections(QStringLiteral("section_(?:start|end):[0-9]+:[A-Za-z0-9_.-]+(?:\\[[^\\]\\n]*\\])?\\r?"));
    text.replace(sequences, QString());
    text.replace(orphans, QString());
    text.replace(sections, QString());
    return text;
}

QString withoutTime(QString line)
{
    // GitLab Runner: `2026-11-23T03:00:00.000000Z 00O `; GitHub: `2026-…Z ##[error]`; syslog; the kubelet's klog; buildx.
    static const std::array<QRegularExpression, 5> times {
        pattern("^\\[?[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ][0-9:.,]+(?:Z|[+-][0-9:]{4,5})?\\]?(?: [0-9]{2}[OE]\\+?)?[ \\t]*"),
        pattern("^[a-z]{3} [ 0-9][0-9] [0-9:]{8} \\S+ [a-z0-9_.-]+\\[[0-9]+\\]: "),
        pattern("^[IWEF][0-9]{4} [0-9:.]+ +[0-9]+ \\S+\\] "),
        pattern("^##\\[[a-z]+\\]"),
        pattern("^#[0-9]+ (?:[0-9]+\\.[0-9]+ )?"),
    };
    for (const QRegularExpression &time : times)
        take(line, time);
    return line;
}

QString unpacked(const QString &line)
{
    static const QRegularExpression logfmt(QStringLiteral("^(?:time=\\S+ )?level=\\w+ msg=\"((?:[^\"\\\\]|\\\\.)*)\"(.*)$"));
    const QRegularExpressionMatch match = logfmt.match(line);
    if (!match.hasMatch())
        return line;
    QString message = match.captured(1);
    message.replace(QLatin1String("\\\""), QLatin1String("\""));
    return message + match.captured(2);
}

QString shortened(const QString &line)
{
    return line.size() <= longestLine ? line : line.left(longestLine / 2) + QLatin1Char(' ') + line.right(longestLine / 2);
}

} // namespace

QStringList plainLines(const QString &text)
{
    QStringList lines;
    const QStringList raw = withoutMarks(text).split(QRegularExpression(QStringLiteral("[\\r\\n\\x{2028}]+")), Qt::SkipEmptyParts);
    for (const QString &each : raw) {
        QString line = shortened(each);
        line.removeIf([](QChar c) { return c.category() == QChar::Other_Control && c != QLatin1Char('\t'); });
        line = unpacked(withoutTime(line.trimmed())).trimmed();
        if (!line.isEmpty())
            lines.append(line);
    }
    return lines;
}

QString withoutSecrets(QString line)
{
    const QString hidden = QStringLiteral("***");
    // Tokens that say what they are; a JWT.
    static const QRegularExpression tokens(QStringLiteral(
        "\\b(?:gl[a-z]{2,6}-[A-Za-z0-9_.=-]{6,}|gh[pousr]_[A-Za-z0-9]{6,}|github_pat_[A-Za-z0-9_]{6,}|dckr_[a-z]{2,4}_[A-Za-z0-9_-]{6,}"
        "|eyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)?|ya29\\.[A-Za-z0-9_.-]+|(?:AKIA|ASIA)[A-Z0-9]{12,}|xox[a-z]-[A-Za-z0-9-]+"
        "|hvs\\.[A-Za-z0-9_-]{6,}|npm_[A-Za-z0-9]{6,}|oauth2accesstoken[: ]+\\S+)"));
    // User and password in a URL; a digest's `@sha256:` is none.
    static const QRegularExpression userInfo(QStringLiteral("://[^\\s/@\"'`<>]+@(?!sha(?:256|384|512):)"));
    static const QRegularExpression userInfoWithSlash(QStringLiteral("://[^\\s/@:\"'`<>]+:(?![0-9]{1,5}/)[^\\s\"'`<>]*@(?!sha(?:256|384|512):)"));
    static const QRegularExpression query(QStringLiteral(
        "([?&;](?:[a-z_-]*token|password|passwd|secret|sig|signature|credential|key|api_key|x-amz-[a-z-]+|code)=)[^&\\s\"']+"),
        QRegularExpression::CaseInsensitiveOption);
    // Command lines: the value may be quoted.
    static const QRegularExpression options(QStringLiteral(
        "((?:^|\\s)(?:--(?:(?:src-|dest-)?creds|(?:src-|dest-)?password|(?:src-|dest-)?registry-token|token|secret|auth)|-p)(?:=|\\s+))(?:\"[^\"]*\"|'[^']*'|[^\\s|;&]+)"));
    static const QRegularExpression glued(QStringLiteral("(\\b(?:docker|podman|skopeo|buildah|nerdctl)\\s+login\\b.*?\\s-p)(?![= ])\\S+"));
    static const QRegularExpression userAndPassword(QStringLiteral("((?:^|\\s)(?:-u|--user)(?:=|\\s+)[\"']?[^\\s:\"']+:)[^\\s\"']+"));
    static const QRegularExpression echoed(QStringLiteral("((?:^|[\\s;&(])(?:echo|printf)\\s+(?:-[a-zA-Z]+\\s+)*)[^|]+(?=\\|)"));
    static const QRegularExpression hereString(QStringLiteral("(<<<\\s*)(?:\"[^\"]*\"|'[^']*'|\\S+)"));
    // Headers, with whatever follows them on the line; members of JSON; variables.
    static const QRegularExpression headers(QStringLiteral(
        "(\\b(?:(?:proxy-)?authorization|x-registry-(?:auth|config)|private-token|job-token|deploy-token|x-api-key|(?:set-)?cookie)[\"']?\\s*[:=]\\s*).*"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression schemes(QStringLiteral("\\b((?:Basic|Bearer)\\s+)(?!realm=)[A-Za-z0-9+/_.~=-]{8,}"));
    static const QRegularExpression members(QStringLiteral(
        "(\\\\?\"(?:auth|password|secret|identitytoken|registrytoken|[a-z_]*token)\\\\?\"\\s*:\\s*\\\\?\")[^\"\\\\]+"), QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression variables(QStringLiteral(
        "(\\b[A-Za-z_]*(?:PASSWORD|PASSWD|PASS|TOKEN|SECRET|AUTH_CONFIG|API_KEY)=)(?:\"[^\"]*\"|'[^']*'|[^\\s;&|]+)"), QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression spoken(QStringLiteral("(\\b(?:password|passwd|secret)\\s*[:=]\\s*)(?!\\*)\\S+"), QRegularExpression::CaseInsensitiveOption);

    const QString keep = QStringLiteral("\\1***");
    take(line, headers, keep);
    take(line, members, keep);
    take(line, echoed, keep + QLatin1Char(' '));
    take(line, hereString, keep);
    take(line, options, keep);
    take(line, glued, QStringLiteral("\\1 ***"));
    take(line, userAndPassword, keep);
    take(line, variables, keep);
    take(line, spoken, keep);
    take(line, query, keep);
    take(line, userInfoWithSlash, QStringLiteral("://"));
    take(line, userInfo, QStringLiteral("://"));
    take(line, schemes, keep);
    take(line, tokens, hidden);
    return line;
}

} // namespace wharf::diagnosis
