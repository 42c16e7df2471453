#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace wharf::rig {

/// The first line and the headers of an HTTP/1.1 message, kept as they came: what is not spoiled goes on byte by byte.
class HttpHead {
public:
    HttpHead() = default;
    /// `bytes`: up to and without the empty line.
    explicit HttpHead(const QByteArray &bytes);

    [[nodiscard]] const QByteArray &firstLine() const { return m_first; }
    void setFirstLine(const QByteArray &line) { m_first = line; }
    /// The first of that name in any case; empty where there is none.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    [[nodiscard]] bool has(QByteArrayView name) const;
    /// In its old place, or at the end.
    void set(const QByteArray &name, const QByteArray &value);
    void remove(QByteArrayView name);
    /// True when `Connection` or `Transfer-Encoding` and their like list this word.
    [[nodiscard]] bool lists(QByteArrayView name, QByteArrayView word) const;
    [[nodiscard]] const QList<std::pair<QByteArray, QByteArray>> &headers() const { return m_headers; }
    /// With the empty line.
    [[nodiscard]] QByteArray bytes() const;

private:
    QByteArray m_first;
    QList<std::pair<QByteArray, QByteArray>> m_headers;
};

/// A request's head, and what of it faults ask for.
class RequestHead : public HttpHead {
public:
    using HttpHead::HttpHead;

    [[nodiscard]] QByteArray method() const { return firstLine().left(firstLine().indexOf(' ')); }
    [[nodiscard]] QByteArray target() const;
    void setTarget(const QByteArray &target);
    [[nodiscard]] QByteArray path() const { return target().split('?').first(); }

    [[nodiscard]] bool isChunked() const { return lists("Transfer-Encoding", "chunked"); }
    /// -1 where it is not said.
    [[nodiscard]] qint64 length() const;
    [[nodiscard]] bool hasBody() const { return isChunked() || length() > 0; }
    [[nodiscard]] bool hasBearer() const { return header("Authorization").left(7).compare("bearer ", Qt::CaseInsensitive) == 0; }

    /// `…/blobs/uploads/…`
    [[nodiscard]] bool isUpload() const { return path().contains("/blobs/uploads/"); }
    /// `group/app` of `/v2/group/app/blobs/uploads/UUID`.
    [[nodiscard]] QByteArray repository() const;
    /// UUID of the same; empty for the POST that begins one.
    [[nodiscard]] QByteArray upload() const;
};

/// An answer's head.
class AnswerHead : public HttpHead {
public:
    using HttpHead::HttpHead;

    [[nodiscard]] int status() const { return firstLine().split(' ').value(1).toInt(); }
};

} // namespace wharf::rig
