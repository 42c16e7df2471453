#include "core/push/source/legacy_layers.h"

#include "core/base/json.h"
#include "core/registry/digest.h"

namespace wharf::push {

namespace {

// An empty configuration as Go writes it, which is part of what is summed.
constexpr char emptyConfiguration[] =
    R"({"Hostname":"","Domainname":"","User":"","AttachStdin":false,"AttachStdout":false,"AttachStderr":false,"Tty":false,)"
    R"("OpenStdin":false,"StdinOnce":false,"Env":null,"Cmd":null,"Image":"","Volumes":null,"WorkingDir":"","Entrypoint":null,)"
    R"("OnBuild":null,"Labels":null})";

constexpr qint64 largestJson = 1 << 20; // bytes; it holds the image's configuration

} // namespace

LegacyLayers::LegacyLayers(const QStringList &diffIds)
    : m_diffIds(diffIds)
{
    makeIds("1970-01-01T00:00:00Z");
}

void LegacyLayers::makeIds(const QByteArray &created)
{
    if (created == m_created)
        return;
    m_created = created;
    m_ids.clear();
    QString chain;
    QString parent;
    for (qsizetype at = 0; at < m_diffIds.size(); ++at) {
        chain = at == 0 ? m_diffIds.at(0) : registry::sha256Of((chain + u' ' + m_diffIds.at(at)).toLatin1());
        QByteArray summed = QByteArray("{\"container_config\":") + emptyConfiguration + ",\"created\":\"" + created + "\",\"layer_id\":\"" + chain.toLatin1() + '"';
        if (!parent.isEmpty())
            summed += ",\"parent\":\"" + parent.toLatin1() + '"';
        parent = registry::sha256Of(QByteArray(summed + '}'));
        m_ids.insert(parent.mid(7), at); // without `sha256:`
    }
}

Result<void> LegacyLayers::learn(const TarEntry &entry, TarWalk &walk)
{
    if (entry.size > largestJson)
        return {};
    QByteArray bytes(entry.size, Qt::Uninitialized);
    for (qint64 at = 0; at < bytes.size();) {
        const auto got = walk.read(bytes.data() + at, bytes.size() - at);
        if (!got)
            return fail(got.error());
        if (*got == 0)
            return {};
        at += *got;
    }
    const auto object = json::readObject(bytes);
    if (!object)
        return {};
    m_parents.insert(entry.name.section(u'/', 0, 0), object->value(QLatin1String("parent")).toString());
    const QString created = object->value(QLatin1String("created")).toString();
    const bool isNobodys = created.startsWith(QLatin1String("1970-01-01T")) || created.startsWith(QLatin1String("1969-12-31T"));
    if (isNobodys && created.size() < 32 && !created.contains(u'"'))
        makeIds(created.toLatin1());
    return {};
}

QString LegacyLayers::layerOf(const QString &id) const
{
    if (const auto at = m_ids.constFind(id); at != m_ids.constEnd())
        return m_diffIds.value(*at);
    const auto parent = m_parents.constFind(id);
    if (parent == m_parents.constEnd())
        return {};
    if (parent->isEmpty())
        return m_diffIds.size() == 1 ? m_diffIds.first() : QString();
    const auto below = m_ids.constFind(*parent);
    return below != m_ids.constEnd() && *below == m_diffIds.size() - 2 ? m_diffIds.last() : QString();
}

} // namespace wharf::push
