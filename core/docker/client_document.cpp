#include "core/docker/client_document.h"

#include "core/docker/json_text.h"

#include <QFileInfo>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace wharf::docker {

namespace {

using Json = nlohmann::ordered_json;

/// As Docker's ConvertToHostname: without the scheme, up to the first slash.
QString hostPart(QString key)
{
    const qsizetype scheme = key.indexOf(QLatin1String("://"));
    if (scheme >= 0)
        key.remove(0, scheme + 3);
    return key.section(QLatin1Char('/'), 0, 0);
}

bool answersFor(const QString &key, const registry::RegistryHost &host)
{
    const auto parsed = registry::RegistryHost::parse(hostPart(key));
    return parsed && *parsed == host;
}

bool holdsSecret(const Json &entry)
{
    if (!entry.is_object())
        return false;
    return std::any_of(entry.items().begin(), entry.items().end(), [](const auto &member) {
        const auto &name = member.key();
        return (name == "auth" || name == "password" || name == "identitytoken" || name == "registrytoken")
            && member.value().is_string() && !member.value().template get_ref<const std::string &>().empty();
    });
}

bool hasPlainText(const Json &document, const registry::RegistryHost &host)
{
    const auto auths = document.find("auths");
    if (auths == document.end() || !auths->is_object())
        return false;
    for (const auto &[key, entry] : auths->items()) {
        if (holdsSecret(entry) && answersFor(QString::fromStdString(key), host))
            return true;
    }
    return false;
}

} // namespace

Dialect dialectOf(const QString &file)
{
    return QFileInfo(file).fileName() == QLatin1String("config.json") ? Dialect::Docker : Dialect::Containers;
}

Result<HelperEntryState> stateIn(const QByteArray &text, Dialect dialect, const registry::RegistryHost &host)
{
    const auto json = JsonText::parse(text);
    if (!json)
        return fail(json.error());
    qsizetype ours = 0;
    const QStringList keys = helperKeys(host);
    for (const QString &key : keys) {
        const auto helper = json->string("credHelpers", key);
        if (!helper)
            return fail(helper.error());
        if (*helper == helperSuffix)
            ++ours;
        else if (*helper && !(*helper)->isEmpty()) // the empty name means: the file itself
            return HelperEntryState { HelperEntry::Foreign, **helper };
    }
    if (ours == keys.size())
        return HelperEntryState { HelperEntry::Ours, {} };

    const Json document = Json::parse(json->text().begin(), json->text().end());
    const auto store = document.find("credsStore");
    if (dialect == Dialect::Docker && store != document.end() && store->is_string()
        && !store->get_ref<const std::string &>().empty())
        return HelperEntryState { HelperEntry::Store, QString::fromStdString(store->get<std::string>()) };
    return HelperEntryState { hasPlainText(document, host) ? HelperEntry::PlainText : HelperEntry::None, {} };
}

} // namespace wharf::docker
