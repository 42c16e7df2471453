#include "app/wharfctl/hand_over.h"

#include "core/wording/wording.h"

#include <QJsonObject>

namespace wharf::ctl {

namespace {

HandOver onBoth(const docker::ClientFiles &files, const registry::RegistryHost &host,
                Result<void> (*change)(const QString &, const registry::RegistryHost &))
{
    HandOver handOver { .asked = true, .given = {}, .trouble = {} };
    for (const QString &file : { files.dockerConfig, files.containersAuth }) {
        const auto done = change(file, host);
        if (done)
            handOver.given.append(file);
        else if (!handOver.trouble)
            handOver.trouble = done.error();
    }
    return handOver;
}

} // namespace

HandOver giveToClients(const docker::ClientFiles &files, const registry::RegistryHost &host)
{
    return onBoth(files, host, &docker::setHelperEntry);
}

HandOver takeFromClients(const docker::ClientFiles &files, const registry::RegistryHost &host)
{
    return onBoth(files, host, &docker::removeHelperEntry);
}

QString entryName(docker::HelperEntry entry)
{
    switch (entry) {
    case docker::HelperEntry::Ours: return QStringLiteral("wharfinger");
    case docker::HelperEntry::Foreign: return QStringLiteral("other-helper");
    case docker::HelperEntry::PlainText: return QStringLiteral("plain-text");
    case docker::HelperEntry::Store: return QStringLiteral("credentials-store");
    case docker::HelperEntry::None: return QStringLiteral("none");
    case docker::HelperEntry::NoFile: return QStringLiteral("no-file");
    }
    Q_UNREACHABLE();
}

QJsonObject entryDocument(const QString &client, const QString &file, const registry::RegistryHost &host)
{
    QJsonObject document { { QStringLiteral("client"), client }, { QStringLiteral("file"), file } };
    const auto state = docker::helperEntryState(file, host);
    document.insert(QStringLiteral("state"), state ? entryName(state->entry) : QStringLiteral("unreadable"));
    document.insert(QStringLiteral("helper"), state && !state->helper.isEmpty() ? QJsonValue(state->helper) : QJsonValue());
    document.insert(QStringLiteral("trouble"),
                    state ? QJsonValue() : QJsonValue(wording::failureWords(state.error(), host.name(), wording::Voice::Terminal).text()));
    return document;
}

QJsonArray entryDocuments(const docker::ClientFiles &files, const registry::RegistryHost &host)
{
    return { entryDocument(QStringLiteral("docker"), files.dockerConfig, host),
             entryDocument(QStringLiteral("containers"), files.containersAuth, host) };
}

} // namespace wharf::ctl
