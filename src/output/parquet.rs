//! Parquet: one file a relation, for data sets of many plans.
//!
//! Decimals are DOUBLE and lists are JSON texts, which every reader has. Rows gather in columns until
//! a row group is full.

use super::Writer;
use super::file::io;
use super::records::{Column, Datum, Kind, Presence, Relation, Row};
use crate::error::Result;
use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use ::parquet::errors::Result as ParquetResult;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of a row group: what readers skip by; many more than a document has.
const GROUP_ROWS: usize = 65_536;

/// Bytes of text after which a row group is written although it has fewer rows.
const GROUP_BYTES: usize = 16 << 20;

/// Writes Parquet.
pub(super) struct Parquet {
    /// One for each relation.
    files: Vec<Table>,
}

struct Table {
    name: String,
    path: PathBuf,
    file: SerializedFileWriter<File>,
    columns: Vec<Buffer>,
    rows: usize,
    bytes: usize,
}

/// A column of the row group that is being gathered.
struct Buffer {
    values: Values,
    /// 1 where there is a value, 0 for null; nothing in a column without nulls.
    present: Option<Vec<i16>>,
}

enum Values {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Number(Vec<f64>),
    Boolean(Vec<bool>),
}

impl Parquet {
    pub(super) fn create(folder: &Path, relations: &[&'static Relation]) -> Result<Self> {
        let files = relations.iter().map(|r| Table::create(folder, r));
        Ok(Self {
            files: files.collect::<Result<_>>()?,
        })
    }
}

impl Writer for Parquet {
    fn write(&mut self, relation: usize, rows: &mut dyn Iterator<Item = Row<'_>>) -> Result<()> {
        let table = &mut self.files[relation];
        for row in rows {
            table.push(&row).map_err(|e| io(&table.path, e))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<String>> {
        self.files.into_iter().map(Table::finish).collect()
    }
}

impl Table {
    fn create(folder: &Path, relation: &Relation) -> Result<Self> {
        let name = format!("{}.parquet", relation.name);
        let path = folder.join(&name);
        let file = File::create(&path).map_err(|e| io(&path, e))?;
        let about = KeyValue::new("description".into(), relation.about.to_owned());
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("keikaku ", env!("CARGO_PKG_VERSION")).into())
            .set_key_value_metadata(Some(vec![about]))
            .build();
        let schema = schema(relation).map_err(|e| io(&path, e))?;
        let file = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))
            .map_err(|e| io(&path, e))?;
        Ok(Self {
            name,
            path,
            file,
            columns: relation.columns().map(Buffer::new).collect(),
            rows: 0,
            bytes: 0,
        })
    }

    fn push(&mut self, row: &[Datum<'_>]) -> ParquetResult<()> {
        for (column, datum) in self.columns.iter_mut().zip(row) {
            self.bytes += column.push(datum);
        }
        self.rows += 1;
        if self.rows >= GROUP_ROWS || self.bytes >= GROUP_BYTES {
            self.write_group()?;
        }
        Ok(())
    }

    fn write_group(&mut self) -> ParquetResult<()> {
        let mut group = self.file.next_row_group()?;
        for buffer in &mut self.columns {
            if let Some(column) = group.next_column()? {
                buffer.write(column)?;
            }
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    fn finish(mut self) -> Result<String> {
        let mut end = || -> ParquetResult<File> {
            if self.rows > 0 {
                self.write_group()?;
            }
            self.file.finish()?;
            Ok(self.file.inner().try_clone()?)
        };
        let file = end().map_err(|e| io(&self.path, e))?;
        file.sync_all().map_err(|e| io(&self.path, e))?;
        Ok(self.name)
    }
}

fn schema(relation: &Relation) -> ParquetResult<Type> {
    let field = |column: &Column| -> ParquetResult<Arc<Type>> {
        let (physical, logical) = match column.kind {
            Kind::Text | Kind::List => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Integer => (Physical::INT64, None),
            Kind::Number => (Physical::DOUBLE, None),
            Kind::Boolean => (Physical::BOOLEAN, None),
        };
        let repetition = match column.presence {
            Presence::Optional => Repetition::OPTIONAL,
            Presence::Required | Presence::Filled => Repetition::REQUIRED,
        };
        let field = Type::primitive_type_builder(column.name, physical)
            .with_logical_type(logical)
            .with_repetition(repetition);
        Ok(Arc::new(field.build()?))
    };
    let fields = relation
        .columns()
        .map(field)
        .collect::<ParquetResult<_>>()?;
    Type::group_type_builder(relation.name)
        .with_fields(fields)
        .build()
}

impl Buffer {
    fn new(column: &Column) -> Self {
        Self {
            values: match column.kind {
                Kind::Text | Kind::List => Values::Text(Vec::new()),
                Kind::Integer => Values::Integer(Vec::new()),
                Kind::Number => Values::Number(Vec::new()),
                Kind::Boolean => Values::Boolean(Vec::new()),
            },
            present: (column.presence == Presence::Optional).then(Vec::new),
        }
    }

    /// Takes a value; gives the bytes it holds.
    fn push(&mut self, datum: &Datum<'_>) -> usize {
        let mut bytes = size_of::<i64>();
        let there = match (&mut self.values, datum) {
            (Values::Text(all), Datum::Text(_) | Datum::List(_)) => {
                let text = datum.plain().into_owned();
                bytes += text.len();
                all.push(text.into_bytes().into());
                true
            }
            (Values::Integer(all), Datum::Integer(number)) => {
                all.push(*number);
                true
            }
            (Values::Boolean(all), Datum::Boolean(yes)) => {
                all.push(*yes);
                true
            }
            (Values::Number(all), datum) => {
                let number = datum.as_f64();
                all.extend(number);
                number.is_some()
            }
            _ => false,
        };
        if let Some(present) = &mut self.present {
            present.push(there.into());
        }
        bytes
    }

    fn write(&mut self, mut column: SerializedColumnWriter<'_>) -> ParquetResult<()> {
        let present = self.present.as_deref();
        match &mut self.values {
            Values::Text(all) => {
                column
                    .typed::<ByteArrayType>()
                    .write_batch(all, present, None)?;
                all.clear();
            }
            Values::Integer(all) => {
                column
                    .typed::<Int64Type>()
                    .write_batch(all, present, None)?;
                all.clear();
            }
            Values::Number(all) => {
                column
                    .typed::<DoubleType>()
                    .write_batch(all, present, None)?;
                all.clear();
            }
            Values::Boolean(all) => {
                column.typed::<BoolType>().write_batch(all, present, None)?;
                all.clear();
            }
        }
        if let Some(present) = &mut self.present {
            present.clear();
        }
        column.close()
    }
}
