#include "tests/push/http_head.h"

namespace wharf::rig {

namespace {

constexpr QByteArrayView uploads("/blobs/uploads/");

} // namespace

HttpHead::HttpHead(const QByteArray &bytes)
{
    QByteArrayList lines = bytes.split('\n');
    m_first = lines.takeFirst().trimmed();
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            m_headers.append({ line.left(colon).trimmed(), line.mid(colon + 1).trimmed() });
    }
}

QByteArray HttpHead::header(QByteArrayView name) const
{
    for (const auto &[seen, value] : m_headers) {
        if (seen.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

bool HttpHead::has(QByteArrayView name) const
{
    return std::any_of(m_headers.cbegin(), m_headers.cend(), [&](const auto &each) { return each.first.compare(name, Qt::CaseInsensitive) == 0; });
}

void HttpHead::set(const QByteArray &name, const QByteArray &value)
{
    for (auto &[seen, old] : m_headers) {
        if (seen.compare(name, Qt::CaseInsensitive) == 0) {
            old = value;
            return;
        }
    }
    m_headers.append({ name, value });
}

void HttpHead::remove(QByteArrayView name)
{
    m_headers.removeIf([&](const auto &each) { return each.first.compare(name, Qt::CaseInsensitive) == 0; });
}

bool HttpHead::lists(QByteArrayView name, QByteArrayView word) const
{
    for (const QByteArray &each : header(name).split(',')) {
        if (each.trimmed().compare(word, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

QByteArray HttpHead::bytes() const
{
    QByteArray bytes = m_first + "\r\n";
    for (const auto &[name, value] : m_headers)
        bytes += name + ": " + value + "\r\n";
    return bytes + "\r\n";
}

QByteArray RequestHead::target() const
{
    return firstLine().split(' ').value(1);
}

void RequestHead::setTarget(const QByteArray &target)
{
    setFirstLine(method() + ' ' + target + " HTTP/1.1");
}

qint64 RequestHead::length() const
{
    bool isNumber = false;
    const qint64 length = header("Content-Length").toLongLong(&isNumber);
    return isNumber ? length : -1;
}

QByteArray RequestHead::repository() const
{
    const QByteArray path = this->path();
    return isUpload() && path.startsWith("/v2/") ? path.mid(4, path.indexOf(uploads) - 4) : QByteArray();
}

QByteArray RequestHead::upload() const
{
    const QByteArray path = this->path();
    const qsizetype at = path.indexOf(uploads);
    return at < 0 ? QByteArray() : path.mid(at + uploads.size());
}

} // namespace wharf::rig
