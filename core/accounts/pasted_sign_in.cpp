#include "core/accounts/pasted_sign_in.h"

#include <QProcess>
#include <QRegularExpression>

namespace wharf::accounts {

namespace {

SharedSecret secretFrom(const QString &text)
{
    QByteArray bytes = text.toUtf8();
    auto secret = std::make_shared<const Secret>(QByteArrayView(bytes));
    wipe(bytes);
    return secret;
}

/// `--name value` and `--name=value`; moves `at` to the value it took.
std::optional<QString> flagValue(const QStringList &words, qsizetype &at, const QStringList &names)
{
    for (const QString &name : names) {
        if (words[at] == name && at + 1 < words.size())
            return words[++at];
        if (words[at].startsWith(name + QLatin1Char('=')))
            return words[at].mid(name.size() + 1);
    }
    return std::nullopt;
}

QString unquoted(const QString &value)
{
    if (value.size() >= 2 && (value.front() == QLatin1Char('"') || value.front() == QLatin1Char('\'')) && value.back() == value.front())
        return value.mid(1, value.size() - 2);
    return value;
}

} // namespace

std::optional<PastedSignIn> readLoginLine(const QString &line)
{
    static const QRegularExpression shape(
        QStringLiteral("^\\s*(?:\\$\\s+)?(?:(?:echo|printf)\\s+(?:-n\\s+)?(.+?)\\s*\\|\\s*)?(?:sudo\\s+)?"
                       "(?:docker|podman|skopeo|buildah|crane\\s+auth|helm\\s+registry|oras|nerdctl)\\s+login\\b(.*)$"),
        QRegularExpression::DotMatchesEverythingOption);
    const auto match = shape.match(line);
    if (!match.hasMatch())
        return std::nullopt;

    PastedSignIn pasted;
    // Single quotes too: QProcess::splitCommand knows double quotes only.
    QString arguments = match.captured(2);
    arguments.replace(QLatin1Char('\''), QLatin1Char('"')).remove(QLatin1String("\\\n"));
    const QStringList words = QProcess::splitCommand(arguments);
    bool fromStandardInput = false;
    for (qsizetype at = 0; at < words.size(); ++at) {
        if (const auto user = flagValue(words, at, { QStringLiteral("-u"), QStringLiteral("--username") })) {
            pasted.credential.userName = *user;
        } else if (const auto password = flagValue(words, at, { QStringLiteral("-p"), QStringLiteral("--password") })) {
            pasted.credential.secret = secretFrom(*password);
        } else if (words[at] == QLatin1String("--password-stdin")) {
            fromStandardInput = true;
        } else if (!words[at].startsWith(QLatin1Char('-'))) {
            pasted.host = words[at];
        }
    }
    // A variable is no password: `echo "$TOKEN" | docker login …` says only where it is.
    const QString echoed = unquoted(match.captured(1).trimmed());
    if (fromStandardInput && !echoed.isEmpty() && !echoed.startsWith(QLatin1Char('$')))
        pasted.credential.secret = secretFrom(echoed);
    return pasted;
}

Result<Variables> readDotenv(const QString &text)
{
    static const QRegularExpression assignment(QStringLiteral("^(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)$"));
    Variables variables;
    const QStringList lines = text.split(QLatin1Char('\n'));
    for (qsizetype number = 0; number < lines.size(); ++number) {
        const QString line = lines[number].trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        const auto match = assignment.match(line);
        if (!match.hasMatch())
            return fail({ .stage = Stage::Input, .kind = Kind::Malformed, .subject = QStringLiteral("line %1").arg(number + 1) });
        variables.insert(match.captured(1), unquoted(match.captured(2).trimmed()));
    }
    return variables;
}

Result<QList<PastedSignIn>> readCiVariables(const Variables &variables)
{
    const auto value = [&variables](const char *name) { return variables.value(QLatin1String(name)); };
    const QString host = value("CI_REGISTRY");
    if (host.isEmpty())
        return fail({ .stage = Stage::Input, .kind = Kind::Invalid, .subject = QStringLiteral("CI_REGISTRY") });

    QList<PastedSignIn> found;
    const auto add = [&](const QString &user, const QString &password, TokenKind kind) {
        if (!user.isEmpty() && !password.isEmpty())
            found.append({ .host = host, .credential = { .userName = user, .secret = secretFrom(password) }, .kind = kind });
    };
    add(value("CI_REGISTRY_USER"), value("CI_REGISTRY_PASSWORD"), TokenKind::CiRegistryUser);
    if (found.isEmpty() && !value("CI_JOB_TOKEN").isEmpty())
        add(QStringLiteral("gitlab-ci-token"), value("CI_JOB_TOKEN"), TokenKind::CiJobToken);
    add(value("CI_DEPLOY_USER"), value("CI_DEPLOY_PASSWORD"), TokenKind::CiDeployToken);
    if (found.isEmpty())
        return fail({ .stage = Stage::Input, .kind = Kind::Invalid, .subject = QStringLiteral("CI_REGISTRY_PASSWORD") });
    return found;
}

} // namespace wharf::accounts
