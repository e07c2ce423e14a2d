# The workbench; compose.yaml starts it.
FROM python:3.12-slim
COPY . /src
RUN pip install --no-cache-dir '/src[workbench]' && useradd --create-home rasid && mkdir /data && chown rasid /data
USER rasid
EXPOSE 8300
CMD ["rasid", "serve"]
