#include "core/docker/client_files.h"

#include "core/docker/client_document.h"
#include "core/docker/edit_file.h"
#include "core/docker/handed_over.h"
#include "core/docker/json_text.h"
#include "core/docker/whole_file.h"

#include <QDir>

namespace wharf::docker {

namespace {

constexpr const char *helpers = "credHelpers";

/// How often a change is made again that Docker has overwritten at once.
constexpr int attempts = 3;

QString absolute(const QString &file)
{
    return QDir::cleanPath(QDir::current().absoluteFilePath(file));
}

/// Changes the text of a client file; JsonText instead of bytes.
Result<bool> editEntries(const QString &file, const std::function<Result<void>(JsonText &)> &edit,
                         std::chrono::milliseconds patience = editPatience)
{
    return editFile(
        file,
        [&](const std::optional<QByteArray> &text) -> Result<std::optional<QByteArray>> {
            Result<JsonText> json = JsonText::parse(text.value_or(QByteArray()));
            if (!json)
                return fail(json.error());
            const QByteArray before = json->text();
            if (Result<void> done = edit(*json); !done)
                return fail(done.error());
            if (json->text() == before)
                return std::optional<QByteArray>();
            return std::optional<QByteArray>(text ? json->text() : json->text() + '\n');
        },
        patience);
}

Result<void> setOurs(JsonText &json, const QString &file, const QString &key)
{
    const auto now = json.string(helpers, key);
    if (!now)
        return fail(now.error());
    const bool isOurs = *now == helperSuffix;
    const auto known = handedOver();
    if (!known)
        return fail(known.error());
    const std::optional<HandedOver> noted = findIn(*known, file, key);
    if (isOurs && noted)
        return {};
    const HandedOver entry { file, key, isOurs ? std::nullopt : *now };
    // Noted first: should we end here, nothing has changed yet and nothing is forgotten.
    if (noted != entry) {
        if (Result<void> done = remember(entry); !done)
            return done;
    }
    return isOurs ? Result<void>() : json.setString(helpers, key, helperSuffix);
}

Result<void> undo(JsonText &json, const QList<HandedOver> &known, const QString &file, const QString &key)
{
    const auto now = json.string(helpers, key);
    if (!now)
        return fail(now.error());
    if (*now != helperSuffix)
        return {};
    const std::optional<HandedOver> entry = findIn(known, file, key);
    return entry && entry->replaced ? json.setString(helpers, key, *entry->replaced) : json.remove(helpers, key);
}

} // namespace

ClientFiles ClientFiles::ofThisUser()
{
    const auto variable = [](const char *name, const QString &otherwise) {
        const QString value = qEnvironmentVariable(name);
        return value.isEmpty() ? otherwise : absolute(value);
    };
    const QString home = QDir::homePath();
    const QString config = variable("XDG_CONFIG_HOME", home + QLatin1String("/.config"));
    return { variable("DOCKER_CONFIG", home + QLatin1String("/.docker")) + QLatin1String("/config.json"),
             variable("REGISTRY_AUTH_FILE", config + QLatin1String("/containers/auth.json")) };
}

QStringList helperKeys(const registry::RegistryHost &host)
{
    QStringList keys { host.dockerKey() };
    if (!keys.contains(host.name()))
        keys.append(host.name());
    return keys;
}

Result<HelperEntryState> helperEntryState(const QString &file, const registry::RegistryHost &host)
{
    const Result<WholeFile> found = readWhole(absolute(file));
    if (!found)
        return fail(found.error());
    if (!found->bytes)
        return HelperEntryState {};
    Result<HelperEntryState> state = stateIn(*found->bytes, dialectOf(file), host);
    if (!state) {
        state.error().subject = absolute(file);
        return fail(state.error());
    }
    return state;
}

Result<void> setHelperEntry(const QString &file, const registry::RegistryHost &host)
{
    const QString path = absolute(file);
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const Result<bool> written = editEntries(path, [&](JsonText &json) {
            for (const QString &key : helperKeys(host)) {
                if (Result<void> done = setOurs(json, path, key); !done)
                    return done;
            }
            return Result<void>();
        });
        if (!written)
            return fail(written.error());
        if (!*written)
            return {}; // so it stands as it should: seen without having written a moment ago
    }
    return {};
}

Result<void> removeHelperEntry(const QString &file, const registry::RegistryHost &host)
{
    const QString path = absolute(file);
    const auto known = handedOver();
    if (!known)
        return fail(known.error());
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const Result<bool> written = editEntries(path, [&](JsonText &json) {
            for (const QString &key : helperKeys(host)) {
                if (Result<void> done = undo(json, *known, path, key); !done)
                    return done;
            }
            return Result<void>();
        });
        if (!written)
            return fail(written.error());
        if (!*written)
            break;
    }
    for (const QString &key : helperKeys(host)) {
        if (!findIn(*known, path, key))
            continue;
        if (Result<void> done = forget(path, key); !done)
            return done;
    }
    return {};
}

Result<QStringList> ensureHelperEntries(const ClientFiles &files, const QList<registry::RegistryHost> &hosts,
                                        std::chrono::milliseconds patience)
{
    const auto known = handedOver();
    if (!known)
        return fail(known.error());
    QStringList mended;
    std::optional<Failure> trouble;
    for (const QString &path : { absolute(files.dockerConfig), absolute(files.containersAuth) }) {
        const auto mend = [&](JsonText &json) -> Result<void> {
            for (const registry::RegistryHost &host : hosts) {
                for (const QString &key : helperKeys(host)) {
                    const std::optional<HandedOver> entry = findIn(*known, path, key);
                    if (!entry)
                        continue;
                    const auto now = json.string(helpers, key);
                    if (!now)
                        return fail(now.error());
                    if (*now && *now != entry->replaced)
                        continue;
                    if (Result<void> done = json.setString(helpers, key, helperSuffix); !done)
                        return done;
                }
            }
            return {};
        };
        const Result<bool> written = editEntries(path, mend, patience);
        if (written && *written)
            mended.append(path);
        else if (!written && !trouble)
            trouble = written.error();
    }
    if (trouble)
        return fail(*trouble);
    return mended;
}

} // namespace wharf::docker
