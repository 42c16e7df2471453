#include "core/docker/credential_file.h"

#include "core/docker/json_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace wharf::docker {

namespace {

using Json = nlohmann::ordered_json;

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

tl::unexpected<Failure> malformed(const QString &why)
{
    return fail({ .stage = Stage::ClientFile, .kind = Kind::Malformed, .serverSaid = why });
}

/// A document that wipes its strings when it goes: they are passwords.
class Document {
public:
    explicit Document(Json json) : m_json(std::move(json)) { }
    Document(Document &&) = default;
    Document &operator=(Document &&) = delete;
    Document(const Document &) = delete;
    Document &operator=(const Document &) = delete;
    ~Document() { wipeStrings(m_json); }

    [[nodiscard]] const Json &json() const { return m_json; }

private:
    // Depth is the file's choice, so no calling itself.
    static void wipeStrings(Json &root)
    {
        std::vector<Json *> waiting { &root };
        while (!waiting.empty()) {
            Json *value = waiting.back();
            waiting.pop_back();
            if (value->is_string()) {
                auto &text = value->get_ref<std::string &>();
                wipe(text.data(), text.size());
            } else if (value->is_structured()) {
                for (Json &child : *value)
                    waiting.push_back(&child);
            }
        }
    }

    Json m_json;
};

/// Where the first JSON value of the text ends; -1 where it does not. Go's decoder reads no further.
qsizetype endOfFirstObject(const QByteArray &text)
{
    qsizetype depth = 0;
    bool quoted = false;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (quoted) {
            if (c == '\\')
                ++at;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth <= 0) {
            return at + 1;
        }
    }
    return -1;
}

Result<Document> parse(QByteArray text, bool firstValueOnly)
{
    if (text.startsWith(byteOrderMark))
        return malformed(QStringLiteral("byte order mark"));
    if (text.trimmed().isEmpty())
        return Document(Json::object());
    if (firstValueOnly) {
        if (const qsizetype end = endOfFirstObject(text); end > 0)
            text.truncate(end);
    }
    if (Json json = Json::parse(text.begin(), text.end(), nullptr, false); json.is_object()) {
        wipe(text);
        return Document(std::move(json));
    }
    // Only for the place: the editor's parser knows it.
    const auto place = JsonText::parse(text);
    wipe(text);
    return malformed(place ? QStringLiteral("not an object") : place.error().serverSaid);
}

bool isNamed(const std::string &name, const char *wanted)
{
    return qstricmp(name.c_str(), wanted) == 0; // Go's decoder does not mind the case
}

QString textOf(const Json &value)
{
    return value.is_string() ? QString::fromStdString(value.get_ref<const std::string &>()) : QString();
}

SharedSecret secretOf(QByteArrayView bytes)
{
    return std::make_shared<const Secret>(bytes);
}

/// `auth`: standard base64 with padding of `user:password`; line ends within are skipped, NULs around the password go.
void decodeAuth(const std::string &auth, Dialect dialect, StoredSignIn &entry)
{
    QByteArray text = QByteArray::fromStdString(auth);
    text.replace("\n", "").replace("\r", "");
    auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    const bool padded = text.size() % 4 == 0;
    wipe(text);
    if (!decoded || !padded) {
        entry.problem = QStringLiteral("base64");
        wipe(*decoded);
        return;
    }
    QByteArray &pair = *decoded;
    const qsizetype colon = pair.indexOf(':');
    if (colon < 0 && !pair.isEmpty())
        entry.problem = QStringLiteral("no-colon");
    else if (colon == 0 && dialect == Dialect::Docker)
        entry.problem = QStringLiteral("no-user-name");
    if (entry.problem.isEmpty() && colon >= 0) {
        QByteArrayView password = QByteArrayView(pair).sliced(colon + 1);
        while (password.startsWith('\0'))
            password = password.sliced(1);
        while (password.endsWith('\0'))
            password.chop(1);
        entry.userName = QString::fromUtf8(pair.left(colon));
        entry.credential = { entry.userName, secretOf(password) };
    }
    wipe(pair);
}

Result<StoredSignIn> readEntry(const std::string &key, const Json &value, Dialect dialect)
{
    StoredSignIn entry;
    entry.key = QString::fromStdString(key);
    if (value.is_null())
        return entry;
    if (!value.is_object())
        return malformed(QStringLiteral("an entry of auths is not an object"));
    const std::string *auth = nullptr;
    const std::string *password = nullptr;
    const std::string *identity = nullptr;
    for (const auto &[name, member] : value.items()) {
        const bool known = isNamed(name, "auth") || isNamed(name, "identitytoken")
            || (dialect == Dialect::Docker && (isNamed(name, "username") || isNamed(name, "password") || isNamed(name, "registrytoken")));
        if (!known || member.is_null())
            continue;
        if (!member.is_string())
            return malformed(QStringLiteral("a member of an entry of auths is not a string"));
        const auto &text = member.get_ref<const std::string &>();
        if (text.empty())
            continue;
        if (isNamed(name, "auth"))
            auth = &text;
        else if (isNamed(name, "username"))
            entry.userName = QString::fromStdString(text);
        else if (isNamed(name, "password"))
            password = &text;
        else if (isNamed(name, "identitytoken"))
            identity = &text;
        else
            entry.bearer = true;
    }
    if (password)
        entry.credential = { entry.userName, secretOf(QByteArrayView(password->data(), qsizetype(password->size()))) };
    if (auth)
        decodeAuth(*auth, dialect, entry);
    if (identity && entry.problem.isEmpty())
        entry.credential = { QLatin1String(Credential::identityTokenUser), secretOf(QByteArrayView(identity->data(), qsizetype(identity->size()))) };
    return entry;
}

Result<void> readAuths(const Json &auths, Dialect dialect, CredentialFile &file)
{
    if (auths.is_null())
        return {};
    if (!auths.is_object())
        return malformed(QStringLiteral("auths is not an object"));
    for (const auto &[key, value] : auths.items()) {
        auto entry = readEntry(key, value, dialect);
        if (!entry)
            return fail(entry.error());
        file.auths.append(*entry);
    }
    return {};
}

Result<void> readHelpers(const Json &helpers, CredentialFile &file)
{
    if (helpers.is_null())
        return {};
    if (!helpers.is_object())
        return malformed(QStringLiteral("credHelpers is not an object"));
    for (const auto &[key, value] : helpers.items()) {
        if (!value.is_string() && !value.is_null())
            return malformed(QStringLiteral("an entry of credHelpers is not a string"));
        file.helpers.append({ QString::fromStdString(key), textOf(value) });
    }
    return {};
}

} // namespace

const StoredSignIn *CredentialFile::broken() const
{
    const auto found = std::find_if(auths.cbegin(), auths.cend(), [](const StoredSignIn &entry) { return !entry.problem.isEmpty(); });
    return found == auths.cend() ? nullptr : &*found;
}

Result<CredentialFile> readCredentialFile(const QByteArray &text, Dialect dialect)
{
    const auto document = parse(text, dialect == Dialect::Docker);
    if (!document)
        return fail(document.error());
    CredentialFile file;
    for (const auto &[name, value] : document->json().items()) {
        file.names.append(QString::fromStdString(name));
        Result<void> done;
        if (isNamed(name, "auths"))
            done = readAuths(value, dialect, file);
        else if (isNamed(name, "credHelpers"))
            done = readHelpers(value, file);
        else if (isNamed(name, "credsStore") && dialect == Dialect::Docker)
            file.store = textOf(value);
        else if (isNamed(name, "currentContext") && dialect == Dialect::Docker)
            file.currentContext = textOf(value);
        if (!done)
            return fail(done.error());
    }
    return file;
}

Result<CredentialFile> readLegacyFile(const QByteArray &text)
{
    const auto document = parse(text, false);
    if (!document)
        return fail(document.error());
    CredentialFile file;
    if (const auto done = readAuths(document->json(), Dialect::Containers, file); !done)
        return fail(done.error());
    return file;
}

Result<CredentialFile> readAuthVariable(const QByteArray &text)
{
    const auto document = parse(text, false);
    if (!document)
        return fail(document.error());
    CredentialFile file;
    for (const auto &[name, value] : document->json().items()) {
        if (!isNamed(name, "auths"))
            return malformed(QStringLiteral("unknown member ") + QString::fromStdString(name).left(64));
        if (const auto done = readAuths(value, Dialect::Docker, file); !done)
            return fail(done.error());
        if (!value.is_object())
            continue;
        for (const auto &[key, entry] : value.items()) {
            for (const auto &[member, ignored] : entry.items()) {
                if (!isNamed(member, "auth"))
                    return malformed(QStringLiteral("unknown member ") + QString::fromStdString(member).left(64));
            }
        }
    }
    for (const StoredSignIn &entry : std::as_const(file.auths)) {
        if (!entry.problem.isEmpty() || !entry.hasSecret())
            return malformed(QStringLiteral("no auth for ") + entry.key.left(256));
    }
    return file;
}

} // namespace wharf::docker
