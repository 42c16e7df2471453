#include "core/diagnosis/pasted_target.h"

#include "core/registry/image_reference.h"

#include <QRegularExpression>
#include <QUrl>

#include <array>

namespace wharf::diagnosis {

namespace {

QRegularExpression pattern(const char *text)
{
    return QRegularExpression(QString::fromLatin1(text), QRegularExpression::CaseInsensitiveOption);
}

bool contains(const QString &line, const char *words)
{
    return line.contains(QLatin1String(words), Qt::CaseInsensitive);
}

QString bare(QString word)
{
    static const QRegularExpression edges(QStringLiteral("^[\"'`(\\[<]+|[\"'`)\\]>,;:.]+$"));
    word.replace(edges, QString());
    if (word.startsWith(QLatin1String("docker://")))
        word.remove(0, 9);
    return word;
}

/// With a host in front, or the word of a command, which may be an image of Docker Hub's.
bool isImage(const QString &word, bool fromCommand)
{
    if (word.isEmpty() || word.contains(QLatin1Char('$')) || word.contains(QLatin1Char('*')) || word.contains(QLatin1Char('<')))
        return false;
    const auto image = registry::ImageReference::parse(word);
    // Capitals are a finding of their own; a word that cannot be an image at all is no target.
    if (!image)
        return fromCommand && image.error().subject == QLatin1String("capitals");
    return fromCommand || (word.contains(QLatin1Char('/')) && !image->host.isDockerHub());
}

QString hostOf(const QString &url)
{
    const QUrl parsed(url);
    const QString authority = parsed.authority(QUrl::FullyEncoded).section(QLatin1Char('@'), -1);
    return registry::RegistryHost::parse(authority) ? authority : QString();
}

/// Options with a value of their own, so that the value is not taken for the image.
bool takesValue(const QString &option)
{
    static const QStringList known {
        QStringLiteral("-u"), QStringLiteral("-p"), QStringLiteral("--username"), QStringLiteral("--password"), QStringLiteral("--creds"),
        QStringLiteral("--authfile"), QStringLiteral("--cert-dir"), QStringLiteral("--platform"), QStringLiteral("--format"),
        QStringLiteral("-f"), QStringLiteral("--file"), QStringLiteral("--digestfile"), QStringLiteral("--config"), QStringLiteral("--context"),
        QStringLiteral("-H"), QStringLiteral("--host"), QStringLiteral("--log-level"), QStringLiteral("--src-creds"), QStringLiteral("--dest-creds"),
        QStringLiteral("--user"), QStringLiteral("-n"), QStringLiteral("--namespace"), QStringLiteral("--retry-times"), QStringLiteral("--root"),
    };
    return known.contains(option);
}

QStringList operandsOf(const QString &arguments)
{
    static const QRegularExpression blanks(QStringLiteral("\\s+"));
    static const QRegularExpression ends(QStringLiteral("\\s(?:[|;&<>]|2>).*$"));
    QString plain = arguments;
    plain.replace(ends, QString());
    QStringList operands;
    const QStringList words = plain.split(blanks, Qt::SkipEmptyParts);
    for (qsizetype at = 0; at < words.size(); ++at) {
        if (!words[at].startsWith(QLatin1Char('-')))
            operands.append(bare(words[at]));
        else if (takesValue(words[at]))
            ++at;
    }
    return operands;
}

NamedTarget fromCommand(const QString &line)
{
    static const QRegularExpression tagged = pattern("(?:^|\\s)(?:docker|podman|buildah|nerdctl)\\s.*\\bbuild\\b.*\\s(?:-t|--tag)[= ]\\s*(\\S+).*--push");
    static const QRegularExpression kaniko = pattern("(?:^|\\s)(?:--destination|-d)[= ]\\s*(\\S+)");
    static const QRegularExpression command = pattern(
        "(?:^|[\\s;&|(`])(?:docker|podman|skopeo|buildah|nerdctl|crane|ctr|crictl)(?:\\s+(?:-\\S+|image|images|compose|manifest))*\\s+(push|pull|copy|login|inspect)\\s+(.+)$");
    if (const auto match = tagged.match(line); match.hasMatch() && isImage(bare(match.captured(1)), true))
        return { bare(match.captured(1)), {}, false };
    if (const auto match = kaniko.match(line); match.hasMatch() && contains(line, "executor") && isImage(bare(match.captured(1)), true))
        return { bare(match.captured(1)), {}, false };
    const auto match = command.match(line);
    if (!match.hasMatch())
        return {};
    const QStringList operands = operandsOf(match.captured(2));
    if (operands.isEmpty())
        return {};
    if (match.captured(1).compare(QLatin1String("login"), Qt::CaseInsensitive) == 0) {
        const QString host = operands.constLast();
        const auto parsed = registry::RegistryHost::parse(host.section(QLatin1String("://"), -1).section(QLatin1Char('/'), 0, 0));
        return parsed && (host.contains(QLatin1Char('.')) || host.contains(QLatin1Char(':'))) ? NamedTarget { {}, host, false } : NamedTarget {};
    }
    // `skopeo copy FROM TO`, `podman push IMAGE TO`: the last one is the far end.
    for (auto operand = operands.crbegin(); operand != operands.crend(); ++operand) {
        const bool local = operand->startsWith(QLatin1String("oci:")) || operand->startsWith(QLatin1String("dir:")) || operand->contains(QLatin1String("-archive:"))
            || operand->startsWith(QLatin1String("docker-daemon:")) || operand->startsWith(QLatin1String("containers-storage:"));
        if (!local && isImage(*operand, true))
            return { *operand, {}, false };
    }
    return {};
}

NamedTarget fromWords(const QString &line)
{
    static const std::array<QRegularExpression, 9> images {
        pattern("push refers to (?:a )?repository \\[([^\\]]+)\\]"),
        pattern("Failed to pull image \"([^\"]+)\""),
        pattern("failed to (?:push|resolve reference|pull and unpack image|copy) \"?([^\\s\":]+(?::[^\\s\":/]+/[^\\s\":]+)?(?::[\\w.-]+)?)"),
        pattern("(?:source|destination|reading|Trying to (?:pull|push)|initializing source|pushing image to) \"?(?:docker://)?([^\\s\"]+?)(?:\\.\\.\\.|\"|:\\s|\\s|$)"),
        pattern("push permission(?:s)? .*?\"([^\"]+)\""),
        pattern("pull access denied for ([^\\s,]+)"),
        pattern("(?:pushing|exporting to|naming to) (?:layers|manifest for|image)? ?([^\\s@]+/[^\\s@]+)"),
        pattern("Error response from daemon: (?:manifest for|denied: ) ?([^\\s]+/[^\\s]+) (?:not found|\\()"),
        pattern("Pulling (?:docker )?image ([^\\s]+/[^\\s]+)"),
    };
    for (const QRegularExpression &image : images) {
        const auto match = image.match(line);
        const QString word = bare(match.captured(1));
        if (match.hasMatch() && isImage(word, false))
            return { word, {}, false };
        if (match.hasMatch() && word.startsWith(QLatin1String("docker.io/")) && isImage(word, true))
            return { word, {}, true };
    }
    static const QRegularExpression upload = pattern("/v2/([^\\s\"?]+?)/(?:blobs|manifests|tags)/[^\\s]* in ([^\\s:]+(?::[0-9]+)?)");
    if (const auto match = upload.match(line); match.hasMatch()) {
        const QString image = match.captured(2) + QLatin1Char('/') + match.captured(1);
        if (isImage(image, false))
            return { image, {}, false };
    }
    return {};
}

NamedTarget fromUrl(const QString &line)
{
    static const QRegularExpression repository(QStringLiteral("^/v2/(.+?)/(?:blobs|manifests|tags)/"));
    const QStringList urls = urlsIn(line);
    for (const QString &text : urls) {
        const QUrl url(text);
        const QString host = hostOf(text);
        if (host.isEmpty() || !(url.path().startsWith(QLatin1String("/v2")) || url.path().startsWith(QLatin1String("/v1"))))
            continue;
        const QString image = host + QLatin1Char('/') + repository.match(url.path()).captured(1);
        return isImage(image, false) ? NamedTarget { image, host, false } : NamedTarget { {}, host, false };
    }
    static const QRegularExpression registry = pattern(
        "(?:container registry|logging into|login to|credentials for|access to|log in to|server) \"?([a-z0-9][a-z0-9.-]*\\.[a-z0-9-]+(?::[0-9]{1,5})?)\"?(?=[\\s:,\"]|$)");
    if (const auto match = registry.match(line); match.hasMatch())
        return { {}, match.captured(1), false };
    return {};
}

} // namespace

NamedTarget targetIn(const QString &line)
{
    NamedTarget target = fromCommand(line);
    if (target.image.isEmpty() && target.host.isEmpty())
        target = fromWords(line);
    if (target.image.isEmpty() && target.host.isEmpty())
        target = fromUrl(line);
    return target;
}

QStringList urlsIn(const QString &line)
{
    static const QRegularExpression url(QStringLiteral("https?://[^\\s\"'`<>\\\\]+"));
    QStringList urls;
    for (auto found = url.globalMatch(line); found.hasNext();) {
        QString text = found.next().captured();
        while (text.endsWith(QLatin1Char(':')) || text.endsWith(QLatin1Char(',')) || text.endsWith(QLatin1Char(')')) || text.endsWith(QLatin1Char(']')))
            text.chop(1);
        if (QUrl(text).isValid())
            urls.append(text);
    }
    return urls;
}

QString actionIn(const QString &line)
{
    static const QRegularExpression command = pattern("(?:docker|podman|skopeo|buildah|nerdctl|crane)(?:\\s+(?:-\\S+|image))*\\s+(login|pull|push)\\b");
    if (const auto match = command.match(line); match.hasMatch())
        return match.captured(1).toLower();
    static const QRegularExpression login = pattern("login attempt|/v1\\.[0-9]+/auth\\b|logging into|Error (saving|logging)|storing credentials|Login (Succeeded|failed)|docker login|/v2/?\"?: (unauthorized|denied)");
    static const QRegularExpression push = pattern("push refers|failed to push|blobs/uploads|error pushing|trying to push|push permission|Retrying in|: push|pushing|writing blob|writing manifest|--push");
    static const QRegularExpression pull = pattern("failed to pull|pull access|/manifests/|pulling|initializing source|reading manifest|unpack image");
    if (push.match(line).hasMatch())
        return QStringLiteral("push");
    if (pull.match(line).hasMatch())
        return QStringLiteral("pull");
    return login.match(line).hasMatch() ? QStringLiteral("login") : QString();
}

QString clientIn(const QStringList &lines)
{
    struct Sign {
        QRegularExpression words;
        QString client;
    };
    static const std::array<Sign, 7> signs {
        Sign { pattern("kaniko|error checking push permissions"), QStringLiteral("kaniko") },
        Sign { pattern("failed to solve|buildx|buildkit|failed to fetch (anonymous|oauth) token"), QStringLiteral("buildx") },
        Sign { pattern("\\bskopeo\\b"), QStringLiteral("skopeo") },
        Sign { pattern("\\b(podman|buildah)\\b|pinging container registry|initializing source docker://|logging into \"|writing blob: initiating|trying to reuse blob"), QStringLiteral("podman") },
        Sign { pattern("rpc error: code|failed to pull and unpack|\\bctr\\b|containerd|kubelet|ErrImagePull|crictl"), QStringLiteral("containerd") },
        Sign { pattern("Error response from daemon|\\bdocker (login|push|pull|build|image)\\b|docker daemon|docker-credential-|push refers to|Error saving credentials|error pulling image configuration"), QStringLiteral("docker") },
        Sign { pattern("gitlab-runner|CI_JOB|Job failed|Running with gitlab"), QStringLiteral("gitlab-ci") },
    };
    for (const Sign &sign : signs) {
        for (const QString &line : lines) {
            if (sign.words.match(line).hasMatch())
                return sign.client;
        }
    }
    return {};
}

} // namespace wharf::diagnosis
